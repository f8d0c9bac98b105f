import type { DataType, Field, TablePartition } from '../../pipeline'
import { TableError } from '../errors'
import { type PartitionColumn, partitionColumn } from './partitions'

/** Which columns a table has, and which of them are in its files. */
export interface TableLayout {
  /** All columns: the fields, then columns that partitions add. */
  readonly columns: readonly Field[]
  /** The columns in data files: all but partition columns, whose values stand in the log. */
  readonly fileColumns: readonly Field[]
  readonly partitions: readonly PartitionColumn[]
}

/** Names with these need column mapping, a later protocol. Source: Delta's DeltaColumnMapping and Spark's Parquet rules. */
const FORBIDDEN = /[ ,;{}()\n\t=]/

/** @throws TableError with every reason why the fields and partitions make no table */
export function tableLayout(fields: readonly Field[], partitionBy: readonly TablePartition[]): TableLayout {
  const reasons: string[] = []
  const partitions: PartitionColumn[] = []
  for (const partition of partitionBy) {
    const made = partitionColumn(fields, partition)
    if (typeof made === 'string') reasons.push(made)
    else partitions.push(made)
  }
  const byName = new Map(partitions.map(partition => [partition.field.name, partition.field]))
  const columns = fields.map(field => byName.get(field.name) ?? field)
  for (const { field, unit } of partitions) if (unit !== 'value') columns.push(field)
  checkNames('', columns, reasons)
  const repeated = partitions.filter((partition, index) => partitions.findIndex(other => other.field.name === partition.field.name) < index)
  for (const { field } of repeated) reasons.push(`partition column "${field.name}" is given twice; give it once`)
  const fileColumns = fields.filter(field => !byName.has(field.name))
  if (fileColumns.length === 0) reasons.push('every column is a partition column; at least one must be in the files, so add one')
  if (reasons.length > 0) throw new TableError(reasons)
  return { columns, fileColumns, partitions }
}

/** Source: PROTOCOL.md, "Schema Serialization Format": column names must be unique regardless of casing. */
function checkNames(prefix: string, fields: readonly Field[], reasons: string[]): void {
  const seen = new Set<string>()
  for (const field of fields) {
    const path = prefix + field.name
    if (field.name === '' || field.name === '__proto__') reasons.push(`column "${path}" has a name that tables cannot hold; rename it`)
    if (FORBIDDEN.test(field.name))
      reasons.push(`column ${JSON.stringify(path)} has one of " ,;{}()=", a tab or a line break in its name; rename it`)
    if (seen.has(field.name.toLowerCase())) reasons.push(`column "${path}" exists twice (letter case does not count); rename one`)
    seen.add(field.name.toLowerCase())
    checkType(path, field.type, reasons)
  }
}

function checkType(path: string, type: DataType, reasons: string[]): void {
  if (type.kind === 'list') checkType(`${path}[]`, type.element, reasons)
  if (type.kind !== 'record') return
  if (type.fields.length === 0) reasons.push(`column "${path}" is a record without fields, which parquet cannot hold; give it a field`)
  checkNames(`${path}.`, type.fields, reasons)
}
