import type { Field, Output, Source, TablePartition } from '../../pipeline'
import { isWindowed, landingTable } from '../sql/landing'
import type { SystemNames } from '../sql/system-names'
import { BIGQUERY } from './dialect'
import { quoteIdentifier } from './quote'
import { storedTypeName } from './stored-lists'
import { columnType } from './types'

/** BigQuery clusters by at most four columns. https://cloud.google.com/bigquery/docs/clustered-tables#limitations */
const MAX_CLUSTER_COLUMNS = 4

/** Where records land as they are. */
export function landingTableText(source: Source, names: SystemNames): string {
  const columns = [
    `${quoteIdentifier(names.payload)} STRING NOT NULL`,
    `${quoteIdentifier(names.partition)} INT64 NOT NULL`,
    `${quoteIdentifier(names.offset)} INT64 NOT NULL`,
    `${quoteIdentifier(names.arrival)} TIMESTAMP`,
  ]
  return `-- Records as they are, each once: offsets rise within a partition.
CREATE TABLE IF NOT EXISTS ${BIGQUERY.relation(landingTable(source))} (
${lines(columns)}
)
PARTITION BY TIMESTAMP_TRUNC(${quoteIdentifier(names.arrival)}, DAY)
CLUSTER BY ${quoteIdentifier(names.partition)}, ${quoteIdentifier(names.offset)};`
}

/** The table of an output. Rows without windows keep partition and offset, by which they are known again. */
export function targetTableText(output: Output, names: SystemNames): string {
  const columns = output.columns.map(columnText)
  if (!isWindowed(output)) columns.push(...[names.partition, names.offset].map(name => `${quoteIdentifier(name)} INT64 NOT NULL`))
  return `CREATE TABLE IF NOT EXISTS ${BIGQUERY.relation(output.into.name)} (\n${lines(columns)}\n)${layoutText(output)};`
}

/** PARTITION BY the first unit of time, CLUSTER BY the other columns, each on its line. */
export function layoutText({ into, columns }: Output): string {
  if (into.kind !== 'table') return ''
  const byTime = into.partitionBy.find(({ unit }) => unit !== 'value')
  const clustered = [...new Set(into.partitionBy.filter(part => part !== byTime).map(({ column }) => column))].slice(0, MAX_CLUSTER_COLUMNS)
  return [
    ...(byTime === undefined ? [] : [`\nPARTITION BY ${partitionText(byTime, columns)}`]),
    ...(clustered.length === 0 ? [] : [`\nCLUSTER BY ${clustered.map(quoteIdentifier).join(', ')}`]),
  ].join('')
}

function partitionText({ column, unit }: TablePartition, columns: readonly Field[]): string {
  const name = quoteIdentifier(column)
  const isDate = columns.find(field => field.name === column)?.type.kind === 'date'
  if (isDate) return unit === 'month' ? `DATE_TRUNC(${name}, MONTH)` : name
  return `TIMESTAMP_TRUNC(${name}, ${unit.toUpperCase()})`
}

function columnText(field: Field): string {
  const { name, type, optional } = field
  const stored = type.kind === 'list' || type.kind === 'record' ? storedTypeName(field) : columnType(type)
  // Arrays have no constraint; they are never null in tables.
  return `${quoteIdentifier(name)} ${stored}${optional || type.kind === 'list' ? '' : ' NOT NULL'}`
}

function lines(parts: readonly string[]): string {
  return parts.map(part => `  ${part}`).join(',\n')
}
