export type { AddFile, Transaction } from './actions'
export type { CommitSummary } from './summary'
export * from './table'
