import type { DataType, Value } from '../../pipeline'
import type { AggregateRules } from '../sql/aggregate'
import type { SqlDialect } from '../sql/dialect'
import { backQuoted, singleQuoted } from '../sql/quote'
import { AGGREGATES } from './aggregates'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { writeLookup } from './lookup'

/** The SQL of Apache Flink 2.x. */
export const FLINK: SqlDialect & { readonly aggregates: AggregateRules } = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  engine: 'flink-sql',
  quoteIdentifier: backQuoted,
  typeName,
  literal,
  member: (record, name) => `${record}.${backQuoted(name)}`,
  // Never asked for: lookups are written without a join.
  referenceRelation: reference => backQuoted(reference.name),
  unnest: (list, alias, element) => `CROSS JOIN UNNEST(${list}) AS ${alias}(${element})`,
  lookup: (step, keys) => writeLookup(step, keys, literal),
}

/** Timestamps are epoch milliseconds inside of the text. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'STRING'
    case 'boolean':
      return 'BOOLEAN'
    case 'int64':
    case 'timestamp':
      return 'BIGINT'
    case 'double':
      return 'DOUBLE'
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'bytes':
      return 'BYTES'
    case 'date':
      return 'DATE'
    case 'list':
      return `ARRAY<${typeName(type.element)}>`
    case 'record':
      return `ROW<${type.fields.map(field => `${backQuoted(field.name)} ${typeName(field.type)}`).join(', ')}>`
  }
}

export function literal(value: Value, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`
  switch (type.kind) {
    case 'string':
    case 'enum':
      return singleQuoted(String(value))
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE'
    case 'int64':
    case 'timestamp':
      // A small literal would be an INT, whose arithmetic overflows at 2^31.
      return `CAST(${value} AS BIGINT)`
    case 'double':
      return doubleLiteral(Number(value))
    case 'decimal':
      // Not from a text: Flink counts the zero before the point as a digit there.
      return `CAST(${decimalText(value, type.scale)} AS ${typeName(type)})`
    case 'date':
      return `DATE '${new Date(Number(value) * 86_400_000).toISOString().slice(0, 10)}'`
    case 'bytes':
      return `X'${value instanceof Uint8Array ? hexOf(value) : ''}'`
    case 'list': {
      const elements = Array.isArray(value) ? value.map(element => literal(element, type.element)) : []
      // An array without elements has no type of its own.
      return elements.length === 0
        ? `ARRAY_REMOVE(ARRAY[CAST(NULL AS ${typeName(type.element)})], CAST(NULL AS ${typeName(type.element)}))`
        : `CAST(ARRAY[${elements.join(', ')}] AS ${typeName(type)})`
    }
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      return `CAST(ROW(${type.fields.map(field => literal(record[field.name] ?? null, field.type)).join(', ')}) AS ${typeName(type)})`
    }
  }
}

/** Without an exponent a literal is a decimal. */
export function doubleLiteral(value: number): string {
  const text = String(value).toUpperCase().replace('+', '')
  const literal = text.includes('E') ? text : `${text}E0`
  return value < 0 ? `(${literal})` : literal
}

/** A decimal's unscaled integer as plain digits. */
function decimalText(unscaled: Value, scale: number): string {
  const text = String(unscaled)
  const digits = text.replace('-', '').padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${text.startsWith('-') ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
