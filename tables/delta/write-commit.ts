import type { Commit } from './actions'
import type { TableLayout } from './layout'
import type { LogState } from './log-state'
import { rowsOf } from './summary'
import type { AppendResult, ApplicationVersion, StagedGroup } from './table-types'

/** Why an application's rows must not get in: its stored version says so. Undefined: they may. */
export function refusalOf(state: LogState, application: ApplicationVersion | undefined): AppendResult | undefined {
  if (application === undefined) return undefined
  const storedVersion = state.transactions.get(application.id)?.version
  if (storedVersion !== undefined && storedVersion >= application.version) return { status: 'skipped', storedVersion }
  return (storedVersion ?? null) === application.expectedVersion ? undefined : { status: 'conflict', storedVersion }
}

/** The commit that adds the groups' files and moves their applications' versions; undefined where there is nothing to say. */
export function writeCommit(state: LogState, groups: readonly StagedGroup[], layout: TableLayout, nowMs: number): Commit | undefined {
  // A file's name is its identity: one that is in the table, or was and is compacted away, must not come twice.
  const adds = groups.flatMap(group => group.files).filter(({ path }) => !state.files.has(path) && !state.tombstones.has(path))
  const transactions = groups.flatMap(({ application }) =>
    application ? [{ appId: application.id, version: application.version, lastUpdated: nowMs }] : [],
  )
  if (adds.length === 0 && transactions.length === 0) return undefined
  const rows = adds.reduce((sum, add) => sum + (rowsOf(add) ?? 0), 0)
  const bytes = adds.reduce((sum, add) => sum + add.size, 0)
  return {
    info: {
      operation: 'WRITE',
      operationParameters: { mode: 'Append', partitionBy: JSON.stringify(layout.partitions.map(partition => partition.field.name)) },
      operationMetrics: { numFiles: String(adds.length), numOutputRows: String(rows), numOutputBytes: String(bytes) },
      isBlindAppend: true,
    },
    transactions,
    adds,
    removes: [],
  }
}
