import { TableError } from '../errors'
import type { Commit, Metadata } from './actions'
import { evolve } from './evolution'
import type { TableLayout } from './layout'
import type { LogState } from './log-state'
import { deltaStruct, parseSchema } from './schema'
import type { DeltaTableOptions } from './table-types'

const NO_FILES = { transactions: [], adds: [], removes: [] }

/**
 * The commit that makes the table, or that adds columns to it; undefined where it fits already.
 *
 * @throws TableError with every reason why the table cannot take the layout's columns
 */
export function setUpCommit(state: LogState, layout: TableLayout, options: DeltaTableOptions): Commit | undefined {
  const wanted = deltaStruct(layout.columns)
  const partitionColumns = layout.partitions.map(partition => partition.field.name)
  const partitionBy = JSON.stringify(partitionColumns)
  if (state.metadata === undefined) {
    const metadata: Metadata = {
      id: options.newId(),
      format: { provider: 'parquet', options: {} },
      schemaString: JSON.stringify(wanted),
      partitionColumns,
      configuration: {},
      createdTime: options.now(),
    }
    const info = { operation: 'CREATE TABLE', operationParameters: { partitionBy }, isBlindAppend: true }
    return { info, protocol: { minReaderVersion: 1, minWriterVersion: 2 }, metadata, ...NO_FILES }
  }
  const { schema, changed, reasons } = evolve(parseSchema(state.metadata.schemaString), wanted)
  const got = JSON.stringify(state.metadata.partitionColumns)
  if (got !== partitionBy)
    throw new TableError([`the table is partitioned by ${got} and the definition by ${partitionBy}; write to a new table`, ...reasons])
  if (reasons.length > 0) throw new TableError(reasons)
  if (!changed) return undefined
  const metadata = { ...state.metadata, schemaString: JSON.stringify(schema) }
  return { info: { operation: 'ADD COLUMNS', operationParameters: {}, isBlindAppend: false }, metadata, ...NO_FILES }
}
