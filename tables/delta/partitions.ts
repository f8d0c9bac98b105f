import type { DataType, Field, RecordValue, TablePartition, Value } from '../../pipeline'
import { dateText, dayOf, timestampText } from '../calendar'
import { TableError } from '../errors'

export interface PartitionColumn {
  /** The column that is in the table's schema. */
  readonly field: Field
  readonly unit: TablePartition['unit']
  /** The partition value of a row as the log writes it; null is SQL's null. */
  textOf(row: RecordValue): string | null
}

/** Rows of one partition. */
export interface PartitionedRows {
  readonly values: { readonly [column: string]: string | null }
  readonly rows: readonly RecordValue[]
}

const PART_NAME_BYTES = 200
const NULL_DIRECTORY = '__HIVE_DEFAULT_PARTITION__'

/**
 * The column that a partition adds (`<column>_day` as date, `<column>_hour` as `YYYY-MM-DDThh`, `<column>_month` as
 * `YYYY-MM`, both strings) or, for `value`, the column itself; else the reason why there is none.
 *
 * Source of the texts: PROTOCOL.md, "Partition Value Serialization". Mind that an empty string is null there; so a
 * string partition column is always nullable.
 */
export function partitionColumn(fields: readonly Field[], { column, unit }: TablePartition): PartitionColumn | string {
  const source = fields.find(field => field.name === column)
  if (source === undefined)
    return `partition column "${column}" is not a column; columns are ${fields.map(field => `"${field.name}"`).join(', ')}`
  const text = unit === 'value' ? valueText(source.type) : timeText(source.type, unit)
  if (typeof text === 'string') return `partition by ${unit} of "${column}": ${text}`
  const textOf = (row: RecordValue) => {
    const value = row[column]
    if (value !== null && value !== undefined) return text(value)
    if (source.optional) return null
    throw new TableError(`column "${column}" is required and got null; give a value or declare it optional`)
  }
  return { field: unit === 'value' ? valueField(source) : timeField(source, unit), unit, textOf }
}

/** Groups rows by partition, in the order in which partitions first appear; rows keep their order. */
export function partitionRows(partitions: readonly PartitionColumn[], rows: readonly RecordValue[]): readonly PartitionedRows[] {
  const groups = new Map<string, { values: Record<string, string | null>; rows: RecordValue[] }>()
  for (const row of rows) {
    const texts = partitions.map(partition => partition.textOf(row))
    const key = JSON.stringify(texts)
    const group = groups.get(key)
    if (group !== undefined) {
      group.rows.push(row)
      continue
    }
    const values: Record<string, string | null> = Object.create(null)
    partitions.forEach(({ field }, index) => {
      values[field.name] = texts[index] ?? null
    })
    groups.set(key, { values, rows: [row] })
  }
  return [...groups.values()]
}

/**
 * `country=DE/day=2026-01-02/`, as Hive does it. Everything but letters, digits, `_`, `-` and inner dots is percent-encoded
 * UTF-8, so that a key is fit for every store. A value too long for a file's name gets no directory: readers take
 * values from the log alone (PROTOCOL.md, "Data Files").
 */
export function partitionDirectory(values: PartitionedRows['values']): string {
  const parts = Object.entries(values).map(
    ([column, value]) => `${percentEncoded(column)}=${value === null ? NULL_DIRECTORY : percentEncoded(value)}/`,
  )
  return parts.filter(part => part.length <= PART_NAME_BYTES).join('')
}

function percentEncoded(text: string): string {
  let encoded = ''
  const bytes = new TextEncoder().encode(text)
  bytes.forEach((byte, index) => {
    const character = String.fromCharCode(byte)
    const plain = /[A-Za-z0-9_-]/.test(character) || (character === '.' && index < bytes.length - 1)
    encoded += plain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  })
  return encoded
}

function valueField(source: Field): Field {
  const emptyIsNull = source.type.kind === 'string' || source.type.kind === 'enum'
  return emptyIsNull ? { ...source, optional: true } : source
}

function timeField(source: Field, unit: 'hour' | 'day' | 'month'): Field {
  const name = `${source.name}_${unit}`
  return { name, wireName: name, type: { kind: unit === 'day' ? 'date' : 'string' }, optional: source.optional }
}

type TextOf = (value: Value) => string | null

/** No decimals: delta-rs 1.6 misreads those between -1 and 0. No doubles: their texts are not unique. */
function valueText(type: DataType): TextOf | string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return value => (value === '' ? null : asString(value))
    case 'int64':
    case 'boolean':
      return value => String(value)
    case 'date':
      return value => dateText(asNumber(value))
    case 'timestamp':
      return value => timestampText(asNumber(value))
    default:
      return `its type is ${type.kind}; allowed are string, enum, int64, boolean, date and timestamp`
  }
}

function timeText(type: DataType, unit: 'hour' | 'day' | 'month'): TextOf | string {
  if (type.kind !== 'timestamp') return `its type is ${type.kind}; allowed is timestamp`
  if (unit === 'day') return value => dateText(dayOf(asNumber(value)))
  const length = unit === 'hour' ? 'YYYY-MM-DDThh'.length : 'YYYY-MM'.length
  return value => timestampText(asNumber(value)).slice(0, length)
}

function asNumber(value: Value): number {
  if (typeof value === 'number') return value
  throw new TableError(`a partition column got a ${typeof value}; allowed is a number`)
}

function asString(value: Value): string {
  if (typeof value === 'string') return value
  throw new TableError(`a partition column got a ${typeof value}; allowed is a string`)
}
