import { type DataType, type Field, isAvroEnum, type SourceFormat, type TimestampWire } from '../../pipeline'
import { backQuoted, singleQuoted } from '../sql/quote'
import { floorRemainder } from '../sql/time'
import { typeName } from './dialect'
import { FIRST_TIME_MS, LAST_TIME_MS } from './time-functions'
import { timeOfText } from './time-text'

const LARGEST_DOUBLE = '1.7976931348623157E308'
const MS_PER_UNIT: Readonly<Partial<Record<TimestampWire, number>>> = { 'epoch-s': 1000 }
const UNITS_PER_MS: Readonly<Partial<Record<TimestampWire, number>>> = { 'epoch-us': 1000, 'epoch-ns': 1_000_000 }

/** Avro has types of its own: what the schema requires is NOT NULL, since a union with null is written otherwise. */
const readsAvro = (format: SourceFormat): boolean => format !== 'json' && format !== 'csv'

/** A column as the connector's format reads it, under the member's own name. */
export function physicalColumn({ wireName, type, optional }: Field, format: SourceFormat): string {
  if (readsAvro(format)) return `${backQuoted(wireName)} ${avroType(type, optional, format)}`
  return `${backQuoted(wireName)} ${physicalType(type)}`
}

function physicalType(type: DataType): string {
  if (type.kind !== 'timestamp') return wireTypeName(type)
  if (type.wire === 'iso8601' || type.wire === 'sql') return 'STRING'
  // Seconds may have a fraction.
  return type.wire === 'epoch-s' ? 'DECIMAL(38, 9)' : 'BIGINT'
}

/** The type from which Flink derives the schema that the field has in Avro. */
function avroType(type: DataType, optional: boolean, format: SourceFormat): string {
  const notNull = optional ? '' : ' NOT NULL'
  switch (type.kind) {
    case 'list':
      return `ARRAY<${avroType(type.element, type.elementOptional, format)}>${notNull}`
    case 'record':
      return `ROW<${type.fields.map(field => physicalColumn(field, format)).join(', ')}>${notNull}`
    case 'timestamp':
      return `${type.wire === 'iso8601' || type.wire === 'sql' ? 'STRING' : 'BIGINT'}${notNull}`
    case 'enum':
      return `${isIndex(type, format) ? 'INT' : 'STRING'}${notNull}`
    default:
      return `${typeName(type)}${notNull}`
  }
}

/** Flink knows no enums, but an index is written as an INT is. */
function isIndex(type: Extract<DataType, { kind: 'enum' }>, format: SourceFormat): boolean {
  return format === 'avro' && isAvroEnum(type.values)
}

/** Whether the field is a time that is read from a text, which is too long to be written twice: it gets a column of its own. */
export function isTextTime({ type }: Field): boolean {
  return type.kind === 'timestamp' && (type.wire === 'iso8601' || type.wire === 'sql')
}

/** The field's value: of a timestamp its epoch milliseconds, null where it is none. */
export function fieldValue({ wireName, type }: Field, format: SourceFormat, lineStart?: string): string {
  const column = backQuoted(wireName)
  if (type.kind === 'timestamp') return timeValue(column, type.wire, format, lineStart)
  if (type.kind === 'enum' && isIndex(type, format))
    return `CASE ${column} ${type.values.map((value, index) => `WHEN ${index} THEN CAST(${singleQuoted(value)} AS STRING)`).join(' ')} END`
  // Members get the names that they have in the definition, in the same order.
  return wireTypeName(type) === typeName(type) ? column : `CAST(${column} AS ${typeName(type)})`
}

/** A type with its members called as on the wire. */
function wireTypeName(type: DataType): string {
  if (type.kind === 'list') return `ARRAY<${wireTypeName(type.element)}>`
  if (type.kind !== 'record') return typeName(type)
  return `ROW<${type.fields.map(field => `${backQuoted(field.wireName)} ${wireTypeName(field.type)}`).join(', ')}>`
}

function timeValue(column: string, wire: TimestampWire, format: SourceFormat, lineStart = '\n  '): string {
  const milliseconds = MS_PER_UNIT[wire]
  const units = UNITS_PER_MS[wire]
  // A BIGINT would wrap.
  const wide = readsAvro(format) ? `CAST(${column} AS DECIMAL(38, 9))` : column
  if (milliseconds !== undefined) return `CAST(FLOOR(${wide} * ${milliseconds}) AS BIGINT)`
  if (units !== undefined) return `((${column} - ${floorRemainder(column, units)}) / ${units})`
  return wire === 'iso8601' || wire === 'sql' ? timeOfText(column, wire, lineStart) : column
}

/** True where the record has what the schema asks for, but for its lists; undefined where the format decides alone. `value` is the field's value. */
export function fieldValid(field: Field, value: string, format: SourceFormat): string | undefined {
  const column = backQuoted(field.wireName)
  const conditions = valueConditions(field.type, column, value, format)
  if (!field.optional && field.type.kind !== 'timestamp' && !readsAvro(format)) conditions.unshift(`${column} IS NOT NULL`)
  if (conditions.length === 0) return undefined
  const valid = conditions.join(' AND ')
  return field.optional ? `(${column} IS NULL OR (${valid}))` : valid
}

/**
 * True where no list has a null element that must have a value. It can't stand in the time's own condition: a connector that makes watermarks itself evaluates that, and there
 * Flink refuses its functions of arrays (`FunctionContext.getUserCodeClassLoader` is not available, seen with Kafka).
 */
export function listsValid({ wireName, type }: Field, format: SourceFormat): readonly string[] {
  return readsAvro(format) ? [] : listConditions(type, backQuoted(wireName))
}

function listConditions(type: DataType, column: string): readonly string[] {
  if (type.kind === 'record') return type.fields.flatMap(field => listConditions(field.type, `${column}.${backQuoted(field.wireName)}`))
  if (type.kind !== 'list' || type.elementOptional) return []
  return [`(${column} IS NULL OR NOT ARRAY_CONTAINS(${column}, CAST(NULL AS ${wireTypeName(type.element)})))`]
}

function valueConditions(type: DataType, column: string, value: string, format: SourceFormat): string[] {
  switch (type.kind) {
    case 'enum':
      if (isIndex(type, format)) return [`${column} BETWEEN 0 AND ${type.values.length - 1}`]
      return [`${column} IN (${type.values.map(singleQuoted).join(', ')})`]
    case 'double':
      // The format reads 1e999 as infinity.
      return [`ABS(${column}) <= ${LARGEST_DOUBLE}`]
    case 'timestamp':
      return [`${value} BETWEEN ${FIRST_TIME_MS} AND ${LAST_TIME_MS}`]
    case 'date':
      return readsAvro(format) ? [`${column} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'`] : []
    case 'record':
      return type.fields.flatMap(field => {
        const member = `${column}.${backQuoted(field.wireName)}`
        const conditions = valueConditions(field.type, member, member, format)
        if (field.optional) return conditions.length === 0 ? [] : [`(${member} IS NULL OR (${conditions.join(' AND ')}))`]
        return readsAvro(format) ? conditions : [`${member} IS NOT NULL`, ...conditions]
      })
    default:
      return []
  }
}
