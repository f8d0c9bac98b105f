import type { AddFile, Commit } from './actions'
import { isObject } from './read-actions'

/** One version in a table's history. */
export interface CommitSummary {
  readonly version: number
  /** Epoch ms, by the writer's clock; undefined where the writer said none. */
  readonly timestamp: number | undefined
  /** `CREATE TABLE`, `WRITE`, `ADD COLUMNS`, or what another writer says. */
  readonly operation: string
  /** Rows in the files that were added, as far as their statistics say. */
  readonly rows: number
  /** Files that were added. */
  readonly files: number
}

export function summaryOf(version: number, commit: Commit): CommitSummary {
  return {
    version,
    timestamp: commit.info?.timestamp,
    operation: commit.info?.operation ?? 'UNKNOWN',
    rows: commit.adds.reduce((sum, add) => sum + (rowsOf(add) ?? 0), 0),
    files: commit.adds.length,
  }
}

/** The rows that a file's statistics promise; undefined where it has none. */
export function rowsOf(add: AddFile): number | undefined {
  if (add.stats === undefined) return undefined
  const head = /^\{"numRecords":(\d+)[,}]/.exec(add.stats)
  if (head) return Number(head[1])
  const stats: unknown = JSON.parse(add.stats)
  const rows = isObject(stats) ? stats['numRecords'] : undefined
  return typeof rows === 'number' ? rows : undefined
}
