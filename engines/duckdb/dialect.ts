import type { DataType, Reference, Value } from '../../pipeline'
import type { BatchDialect } from '../sql/batch'
import { doubleQuoted, singleQuoted } from '../sql/quote'
import { AGGREGATES } from './aggregates'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'

/** The SQL of DuckDB 1.x. */
export const DUCKDB: BatchDialect = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  engine: 'duckdb',
  quoteIdentifier: doubleQuoted,
  typeName,
  literal,
  member: (record, name) => `${record}.${doubleQuoted(name)}`,
  referenceRelation: (reference, alias) =>
    `(${rowsOf(reference)}) AS ${alias}(${reference.fields.map(({ name }) => doubleQuoted(name)).join(', ')})`,
  unnest: (list, alias, element) => `CROSS JOIN UNNEST(${list}) AS ${alias}(${element})`,
  numbers: (count, alias, column) => `(SELECT range AS ${column} FROM range(${count})) AS ${alias}`,
}

export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'VARCHAR'
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
      return 'BLOB'
    case 'date':
      return 'DATE'
    case 'list':
      return `${typeName(type.element)}[]`
    case 'record':
      return `STRUCT(${type.fields.map(field => `${doubleQuoted(field.name)} ${typeName(field.type)}`).join(', ')})`
  }
}

function literal(value: Value, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`
  switch (type.kind) {
    case 'string':
    case 'enum':
      return textLiteral(String(value))
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE'
    case 'int64':
    case 'timestamp':
      return Number(value) < 0 ? `(${value})` : String(value)
    case 'double':
      return `CAST(${singleQuoted(String(value))} AS DOUBLE)`
    case 'decimal':
      return `CAST(${singleQuoted(decimalText(value, type.scale))} AS ${typeName(type)})`
    case 'date':
      return `(DATE '1970-01-01' + CAST(${Number(value)} AS INTEGER))`
    case 'bytes':
      return value instanceof Uint8Array ? `from_hex('${hexOf(value)}')` : 'NULL'
    case 'list':
      return `CAST([${Array.isArray(value) ? value.map(element => literal(element, type.element)).join(', ') : ''}] AS ${typeName(type)})`
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      const fields = type.fields.map(field => `${doubleQuoted(field.name)} := ${literal(record[field.name] ?? null, field.type)}`)
      return `struct_pack(${fields.join(', ')})`
    }
  }
}

/** The zero byte can't stand in DuckDB's text literals. */
function textLiteral(text: string): string {
  if (!text.includes('\0')) return singleQuoted(text)
  return `(${text.split('\0').map(singleQuoted).join(' || chr(0) || ')})`
}

/** A decimal's unscaled integer as plain digits. */
export function decimalText(unscaled: Value, scale: number): string {
  const negative = Number(unscaled) < 0
  const digits = String(unscaled)
    .replace('-', '')
    .padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${negative ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

function rowsOf({ fields, rows }: Reference): string {
  if (rows.length === 0) return `SELECT ${fields.map(({ type }) => `CAST(NULL AS ${typeName(type)})`).join(', ')} LIMIT 0`
  const lines = rows.map(row => `  (${row.map((value, index) => literal(value, fields[index].type)).join(', ')})`)
  return `VALUES\n${lines.join(',\n')}`
}
