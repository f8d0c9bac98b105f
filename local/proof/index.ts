export { type ExpectedRow, type ExpectedRun, expectedRun } from './expected'
export { OutputAuditor, type PartitionProgress } from './output-auditor'
export { TableFollower, type TableNews } from './table-follower'
