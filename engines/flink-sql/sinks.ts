import type { Field, Output } from '../../pipeline'
import { backQuoted } from '../sql/quote'
import type { SelectColumn } from '../sql/select'
import { typeName } from './dialect'
import { withOptions } from './options'
import { dayOf } from './time-functions'
import type { SinkPlace, Variant } from './variant'

/** A column of a sink: its type there, and what is written into it. */
interface SinkColumn {
  readonly name: string
  readonly type: string
  readonly text: string
}

export interface WrittenSink {
  readonly create: string
  /** The quoted name of the table in INSERT INTO. */
  readonly table: string
  readonly columns: readonly SelectColumn[]
}

/** The table of an output and the columns that go into it. */
export function writeSink({ columns, into }: Output, variant: Variant, place: string): WrittenSink {
  const isTyped = variant.typedTables && into.kind === 'table'
  const partitions = into.kind === 'table' ? into.partitionBy : []
  const derived = partitions.filter(({ unit }) => unit !== 'value').map(({ column, unit }) => partitionColumn(column, unit, columns))
  const all = [...columns.map(field => sinkColumn(field, isTyped)), ...derived]
  const partitionBy = partitions.map(({ column, unit }) => (unit === 'value' ? column : `${column}_${unit}`))
  return sinkTable(into.name, all, variant, { place, kind: into.kind, partitionBy })
}

export function sinkTable(name: string, columns: readonly SinkColumn[], variant: Variant, place: SinkPlace): WrittenSink {
  const isLake = place.kind === 'table' && variant.typedTables && variant.sink(place) !== null
  const table = isLake ? `\`lake\`.\`\${lake_database}\`.${backQuoted(name)}` : backQuoted(name)
  const texts = columns.map(column => `  ${backQuoted(column.name)} ${column.type}`)
  const partitioned = place.partitionBy.length === 0 ? '' : ` PARTITIONED BY (${place.partitionBy.map(backQuoted).join(', ')})`
  return {
    create: `CREATE TABLE ${isLake ? 'IF NOT EXISTS ' : ''}${table} (\n${texts.join(',\n')}\n)${partitioned}${withOptions(variant.sink(place))};`,
    table,
    columns: columns.map(({ name: column, text }) => (text === backQuoted(column) ? { text } : { text, alias: backQuoted(column) })),
  }
}

/** JSON rows hold times as epoch ms and decimals as texts, as streambed writes them; tables have types for both. */
function sinkColumn({ name, type }: Field, isTyped: boolean): SinkColumn {
  const text = backQuoted(name)
  if (type.kind === 'timestamp' && isTyped)
    return { name, type: 'TIMESTAMP_LTZ(6)', text: `CAST(TO_TIMESTAMP_LTZ(${text}, 3) AS TIMESTAMP_LTZ(6))` }
  if (type.kind === 'decimal' && !isTyped) return { name, type: 'STRING', text: `CAST(${text} AS STRING)` }
  return { name, type: typeName(type), text }
}

/** `<column>_day` as a date, `<column>_hour` as `2025-05-01T13`, `<column>_month` as `2025-05`, as streambed's own tables have them. */
function partitionColumn(column: string, unit: string, columns: readonly Field[]): SinkColumn {
  const isDate = columns.find(({ name }) => name === column)?.type.kind === 'date'
  const source = backQuoted(column)
  const name = `${column}_${unit}`
  if (unit === 'day') return { name, type: 'DATE', text: isDate ? source : dayOf(source) }
  const time = isDate ? `CAST(${source} AS TIMESTAMP(3))` : `TO_TIMESTAMP_LTZ(${source}, 3)`
  return { name, type: 'STRING', text: `DATE_FORMAT(${time}, '${unit === 'hour' ? "yyyy-MM-dd''T''HH" : 'yyyy-MM'}')` }
}
