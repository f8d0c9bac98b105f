import type { DataType, Field, RecordValue, Value } from '../pipeline'
import { dateText, decimalText } from './evaluate'

/** Code of a value that is not null, as JSON. */
type Writer = (value: Value) => string

/**
 * A function that writes rows of these columns as JSON, one line without its end: members in the order of the columns, under their names.
 * int64 as exact digits (also beyond 2^53), decimals as texts with all digits of their scale, bytes as base64 (RFC 4648, padded),
 * dates as `YYYY-MM-DD`, timestamps as epoch milliseconds, doubles as JavaScript writes them. A missing value is null.
 */
export function rowWriter(columns: readonly Field[]): (row: RecordValue) => string {
  const writeRecord = recordWriter(columns)
  return row => writeRecord(row)
}

const writers = new WeakMap<readonly Field[], (row: RecordValue) => string>()

/** One row as JSON, see `rowWriter`, which is made once for each list of columns. */
export function rowToJson(row: RecordValue, columns: readonly Field[]): string {
  const known = writers.get(columns)
  if (known) return known(row)
  const writer = rowWriter(columns)
  writers.set(columns, writer)
  return writer(row)
}

/** A function that gives the text of a value that is not null: as `rowWriter` writes it, a string itself and without quotes. */
export function valueText(type: DataType): (value: Value) => string {
  if (type.kind === 'string' || type.kind === 'enum') return String
  const write = writerOf(type)
  return value => write(value).replace(/^"(.*)"$/s, '$1')
}

function recordWriter(fields: readonly Field[]): (record: RecordValue) => string {
  const members = fields.map(({ name, type }, index) => ({
    name,
    prefix: `${index === 0 ? '' : ','}${JSON.stringify(name)}:`,
    write: writerOf(type),
  }))
  return record => {
    let text = '{'
    for (const { name, prefix, write } of members) {
      const value = Object.hasOwn(record, name) ? record[name] : null
      text += prefix + (value === null ? 'null' : write(value))
    }
    return `${text}}`
  }
}

function writerOf(type: DataType): Writer {
  switch (type.kind) {
    case 'string':
    case 'enum':
    case 'double':
      return value => JSON.stringify(value)
    case 'decimal':
      return value => `"${decimalText(integerOf(value), type.scale)}"`
    case 'bytes':
      return value => `"${base64(value instanceof Uint8Array ? value : new Uint8Array(0))}"`
    case 'date':
      return value => `"${dateText(Number(value))}"`
    case 'list': {
      const write = writerOf(type.element)
      return value => `[${(value as readonly Value[]).map(element => (element === null ? 'null' : write(element))).join(',')}]`
    }
    case 'record': {
      const write = recordWriter(type.fields)
      return value => write(value as RecordValue)
    }
    default:
      // integers and booleans
      return String
  }
}

function integerOf(value: Value): number | bigint {
  return typeof value === 'bigint' ? value : Number(value)
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const word = (bytes[at] << 16) | ((left > 1 ? bytes[at + 1] : 0) << 8) | (left > 2 ? bytes[at + 2] : 0)
    text += ALPHABET[word >> 18] + ALPHABET[(word >> 12) & 63]
    text += (left > 1 ? ALPHABET[(word >> 6) & 63] : '=') + (left > 2 ? ALPHABET[word & 63] : '=')
  }
  return text
}
