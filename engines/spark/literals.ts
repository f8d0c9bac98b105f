import type { DataType, Reference, Value } from '../../pipeline'
import { decimalText } from '../sql/decimal-text'
import { backQuoted } from '../sql/quote'
import { typeName } from './types'

/**
 * A text literal. Backslashes are escapes in Spark's literals. Quotes are written as escapes, so that the text can stand in a raw string of Python and no
 * quote inside has to be skipped; so is the dollar sign of `${`, which would be a parameter, and what isn't printable.
 * Source: https://spark.apache.org/docs/latest/sql-ref-literals.html (string literal).
 */
export function textLiteral(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replace(/['"\p{Cc}\p{Zl}\p{Zp}]|\$(?=\{)/gu, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `'${escaped}'`
}

/** A value as Spark writes it, of exactly the type. */
export function literal(value: Value, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`
  switch (type.kind) {
    case 'string':
    case 'enum':
      return textLiteral(String(value))
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE'
    case 'int64':
    case 'timestamp':
      return Number(value) < 0 ? `(${value}L)` : `${value}L`
    case 'double':
      return Number(value) < 0 ? `(${value}D)` : `${value}D`
    case 'decimal':
      return `CAST('${decimalText(value, type.scale)}' AS ${typeName(type)})`
    case 'date':
      return `date_from_unix_date(${value})`
    case 'bytes':
      return `X'${value instanceof Uint8Array ? hexOf(value) : ''}'`
    case 'list': {
      const elements = Array.isArray(value) ? value.map(element => literal(element, type.element)) : []
      return elements.length === 0 ? `CAST(array() AS ${typeName(type)})` : `array(${elements.join(', ')})`
    }
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      const members = type.fields.map(field => `${textLiteral(field.name)}, ${literal(record[field.name] ?? null, field.type)}`)
      return `named_struct(${members.join(', ')})`
    }
  }
}

/** The rows of reference data as a relation without its alias. */
export function rowsOf({ fields, rows }: Reference): string {
  if (rows.length === 0)
    return `(SELECT ${fields.map(({ name, type }) => `CAST(NULL AS ${typeName(type)}) AS ${backQuoted(name)}`).join(', ')} WHERE FALSE)`
  const lines = rows.map(row => `  (${row.map((value, index) => literal(value, fields[index].type)).join(', ')})`)
  return `(VALUES\n${lines.join(',\n')}\n)`
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
