export type { AddFile } from './actions'
export type { CommitSummary } from './summary'
export { DeltaTable } from './table'
export type * from './table-types'
