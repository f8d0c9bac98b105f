import type { DataType, Field, Output, TablePartition } from '../../pipeline'
import type { SelectColumn } from '../sql/select'
import { SPARK } from './dialect'

const quote = SPARK.quoteIdentifier

/** Where rows go decides how values are written: tables have the engine's types; JSON has what the runtime writes, too. */
export type RowForm = 'table' | 'json'

/** The output's columns for its sink; for a table with those that its partitions add. */
export function sinkColumns(output: Output, form: RowForm): readonly SelectColumn[] {
  const columns = output.columns.map(({ name, type }) => {
    const text = sinkValue(quote(name), type, form)
    return text === quote(name) ? { text } : { text, alias: quote(name) }
  })
  return form === 'json' ? columns : [...columns, ...partitionsOf(output).flatMap(partition => partitionColumn(output, partition))]
}

export function partitionsOf({ into }: Output): readonly TablePartition[] {
  return into.kind === 'table' ? into.partitionBy : []
}

/** The column by which a partition stores its rows, as `tables/` names it. */
export function partitionName({ column, unit }: TablePartition): string {
  return unit === 'value' ? column : `${column}_${unit}`
}

const FORMATS = { hour: "yyyy-MM-dd'T'HH", month: 'yyyy-MM' } as const

function partitionColumn({ columns }: Output, partition: TablePartition): readonly SelectColumn[] {
  const { column, unit } = partition
  if (unit === 'value') return []
  const isDate = columns.find(({ name }) => name === column)?.type.kind === 'date'
  const time = isDate ? quote(column) : `timestamp_millis(${quote(column)})`
  const text = unit === 'day' ? `CAST(${time} AS DATE)` : `date_format(${time}, ${SPARK.literal(FORMATS[unit], { kind: 'string' })})`
  return [{ text, alias: quote(partitionName(partition)) }]
}

function sinkValue(value: string, type: DataType, form: RowForm): string {
  switch (type.kind) {
    case 'timestamp':
      return form === 'table' ? `timestamp_millis(${value})` : value
    case 'decimal':
      return form === 'json' ? `CAST(${value} AS STRING)` : value
    case 'list': {
      const element = sinkValue('element', type.element, form)
      return element === 'element' ? value : `transform(${value}, element -> ${element})`
    }
    case 'record': {
      const members = type.fields.map(field => [field.name, sinkValue(SPARK.member(value, field.name), field.type, form)] as const)
      if (members.every(([name, text]) => text === SPARK.member(value, name))) return value
      const struct = `named_struct(${members.map(([name, text]) => `${SPARK.literal(name, { kind: 'string' })}, ${text}`).join(', ')})`
      return `IF(${value} IS NULL, NULL, ${struct})`
    }
    default:
      return value
  }
}

/** Columns of a table as DDL. */
export function tableColumns(output: Output): readonly string[] {
  const own = output.columns.map(({ name, type }) => `${quote(name)} ${columnType(type)}`)
  const added = partitionsOf(output)
    .filter(({ unit }) => unit !== 'value')
    .map(partition => `${quote(partitionName(partition))} ${partition.unit === 'day' ? 'DATE' : 'STRING'}`)
  return [...own, ...added]
}

function columnType(type: DataType): string {
  switch (type.kind) {
    case 'timestamp':
      return 'TIMESTAMP'
    case 'list':
      return `ARRAY<${columnType(type.element)}>`
    case 'record':
      return `STRUCT<${type.fields.map((field: Field) => `${quote(field.name)}: ${columnType(field.type)}`).join(', ')}>`
    default:
      return SPARK.typeName(type)
  }
}
