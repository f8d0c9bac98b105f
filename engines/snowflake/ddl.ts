import type { Field, Output, Source } from '../../pipeline'
import { isWindowed, landingTable } from '../sql/landing'
import type { SystemNames } from '../sql/system-names'
import { quoteIdentifier } from './quote'
import { columnType } from './types'

/** Where records land as they are. Streams and dynamic tables follow its changes. */
export function landingTableText(source: Source, names: SystemNames): string {
  const columns = [
    `${quoteIdentifier(names.payload)} VARCHAR NOT NULL`,
    `${quoteIdentifier(names.partition)} NUMBER(10, 0) NOT NULL`,
    `${quoteIdentifier(names.offset)} NUMBER(38, 0) NOT NULL`,
    `${quoteIdentifier(names.arrival)} TIMESTAMP_NTZ(3)`,
  ]
  return `-- Records as they are, each once: offsets rise within a partition.
CREATE TABLE IF NOT EXISTS ${quoteIdentifier(landingTable(source))} (
${lines(columns)}
)
CHANGE_TRACKING = TRUE;`
}

/** The table of an output. Rows without windows keep partition and offset, by which they are known again. */
export function targetTableText(output: Output, names: SystemNames): string {
  const columns = output.columns.map(columnText)
  if (!isWindowed(output)) columns.push(...[names.partition, names.offset].map(name => `${quoteIdentifier(name)} NUMBER(38, 0) NOT NULL`))
  return `CREATE TABLE IF NOT EXISTS ${quoteIdentifier(output.into.name)} (\n${lines(columns)}\n)${clusterText(output)};`
}

/** CLUSTER BY the target's partitions, on a line of its own. */
export function clusterText({ into, columns }: Output): string {
  if (into.kind !== 'table' || into.partitionBy.length === 0) return ''
  const parts = into.partitionBy.map(({ column, unit }) => {
    const name = quoteIdentifier(column)
    if (unit === 'value' || (unit === 'day' && isDate(column, columns))) return name
    return `DATE_TRUNC('${unit.toUpperCase()}', ${name})`
  })
  return `\nCLUSTER BY (${parts.join(', ')})`
}

function isDate(column: string, columns: readonly Field[]): boolean {
  return columns.find(({ name }) => name === column)?.type.kind === 'date'
}

function columnText({ name, type, optional }: Field): string {
  return `${quoteIdentifier(name)} ${columnType(type)}${optional ? '' : ' NOT NULL'}`
}

function lines(parts: readonly string[]): string {
  return parts.map(part => `  ${part}`).join(',\n')
}
