import type { Field, TablePartition } from '../../pipeline'
import type { AddFile } from './actions'
import type { CommitOutcome } from './log'

export interface DeltaTableOptions {
  /** The columns of rows that will be written. */
  readonly fields: readonly Field[]
  /** Default: no partitions. Fixed once the table exists. */
  readonly partitionBy?: readonly TablePartition[]
  /** Epoch ms, for the log's provenance only. */
  now(): number
  /** A new UUID at every call, such as `randomUUID` of node:crypto; names files and commits. */
  newId(): string
  /** A checkpoint after each this many commits; at least 1, default 10. */
  readonly checkpointInterval?: number
  /** Rows beyond this many go to another file of the same commit; at least 1, default 1,000,000. */
  readonly rowsPerFile?: number
}

/** How far an application has written, stored with the rows in one atomic step (the log's `txn`). */
export interface ApplicationVersion {
  /** The same for all attempts to write the same things, and for nothing else; for example `<partition>/<output>`. */
  readonly id: string
  /** A safe integer that rises from append to append. */
  readonly version: number
  /**
   * The stored version that the rows were made for, null for none: any other answers `conflict`. Default: what this table
   * last read, so that a version that moves between `transactionVersion` and the commit is noticed.
   */
  readonly expectedVersion?: number | null
}

export type AppendResult =
  | ({ readonly status: 'committed'; readonly files: number } & CommitOutcome)
  /** The stored version is at or beyond the application's, so the rows are in the table already. Nothing was written. */
  | { readonly status: 'skipped'; readonly storedVersion: number }
  /** The stored version moved to another than expected: drop the rows at or before it and append again. Nothing was written. */
  | { readonly status: 'conflict'; readonly storedVersion: number | undefined }

export interface AppendOptions {
  readonly application?: ApplicationVersion
}

/** Files of one application, for a publisher that commits those of many at once. */
export interface StagedGroup {
  readonly files: readonly AddFile[]
  readonly application?: ApplicationVersion
}

export interface TableFile {
  /** The object's key, relative to the table's root. */
  readonly key: string
  readonly partitionValues: { readonly [column: string]: string | null }
  readonly bytes: number
  /** Undefined where another writer gave no statistics. */
  readonly rows: number | undefined
  /** The log's JSON text; integers in it may exceed 2^53. */
  readonly statistics: string | undefined
}
