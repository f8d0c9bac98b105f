import type { DataType, Output, TablePartition, TableTarget } from '../../pipeline'
import { parameter } from '../parameters'
import { backQuoted } from '../sql/quote'

/** DDL of BigQuery for a table target, since Beam's transform can't say how a table is partitioned. */
export function bigQueryTable({ columns }: Output, { name, partitionBy }: TableTarget): string {
  const lines = columns.map(
    column => `  ${backQuoted(column.name)} ${typeOf(column.type)}${column.optional || column.type.kind === 'list' ? '' : ' NOT NULL'}`,
  )
  const [byTime] = partitionBy.filter(({ unit }) => unit !== 'value')
  const others = partitionBy.filter(partition => partition !== byTime).map(({ column }) => backQuoted(column))
  return [
    `CREATE TABLE IF NOT EXISTS \`${parameter('dataset')}.${name}\` (`,
    lines.join(',\n'),
    `)${byTime === undefined ? '' : `\nPARTITION BY ${timePartition(byTime, columns.find(column => column.name === byTime.column)?.type)}`}${
      others.length === 0 ? '' : `\nCLUSTER BY ${others.join(', ')}`
    };`,
  ].join('\n')
}

function timePartition({ column, unit }: TablePartition, type: DataType | undefined): string {
  const name = backQuoted(column)
  if (type?.kind !== 'date') return `TIMESTAMP_TRUNC(${name}, ${unit.toUpperCase()})`
  return unit === 'month' ? `DATE_TRUNC(${name}, MONTH)` : name
}

function typeOf(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'STRING'
    case 'boolean':
      return 'BOOL'
    case 'int64':
      return 'INT64'
    case 'double':
      return 'FLOAT64'
    case 'bytes':
      return 'BYTES'
    case 'decimal':
      return `${type.scale <= 9 && type.precision - type.scale <= 29 ? 'NUMERIC' : 'BIGNUMERIC'}(${type.precision}, ${type.scale})`
    case 'timestamp':
      return 'TIMESTAMP'
    case 'date':
      return 'DATE'
    case 'list':
      return `ARRAY<${typeOf(type.element)}>`
    case 'record':
      return `STRUCT<${type.fields.map(field => `${backQuoted(field.name)} ${typeOf(field.type)}`).join(', ')}>`
  }
}

/** Partition transforms of Iceberg, as `day(windowStart)`. */
export function icebergPartitions({ partitionBy }: TableTarget): readonly string[] {
  return partitionBy.map(({ column, unit }) => (unit === 'value' ? column : `${unit}(${column})`))
}
