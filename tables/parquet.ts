import type { DataType, Field, RecordValue } from '../pipeline'
import { TableError } from './errors'
import { writeParquet } from './parquet-file'
import { parquetSchema } from './parquet-schema'
import { converterOf } from './parquet-values'

/** Readers skip and decode by row group; 100,000 rows are some megabytes. */
const ROWS_PER_GROUP = 100_000

/**
 * One Parquet file (Snappy, data pages version 2) that holds the rows.
 *
 * Timestamps are written in microseconds UTC, decimals and integers exactly, an enum as a string. Members of a row
 * that are not in `fields` are left out; a missing one counts as null.
 *
 * @param fields the columns; at least one, since a Parquet file without columns cannot say how many rows it has
 * @param rows may be empty
 * @throws TableError for a value that is not of its column's type, and for null in a column that is not optional
 */
export function encodeParquet(fields: readonly Field[], rows: readonly RecordValue[]): Uint8Array {
  if (fields.length === 0) throw new TableError('a parquet file needs a column and got none; give at least one field')
  const columnData = fields.map(field => {
    const convert = converterOf(field)
    const data = rows.map(row => convert(row[field.name]))
    return holdsDouble(field.type) ? { name: field.name, data, encoding: 'PLAIN' as const } : { name: field.name, data }
  })
  return writeParquet(parquetSchema(fields), columnData, ROWS_PER_GROUP)
}

/** The writer's dictionaries take 0 and -0 for one value, so columns with doubles do without. */
function holdsDouble(type: DataType): boolean {
  if (type.kind === 'list') return holdsDouble(type.element)
  return type.kind === 'double' || (type.kind === 'record' && type.fields.some(member => holdsDouble(member.type)))
}
