import type { DataType, Field, RecordValue, Value } from '../../pipeline'

/**
 * Gives a row as one line of JSON, its members in the order of the columns: times as epoch milliseconds, days as `YYYY-MM-DD`, integers and decimals of
 * any size as exact numbers, bytes as base64.
 */
export function rowToJson(columns: readonly Field[], row: RecordValue): string {
  return `{${columns.map(({ name, type }) => `${JSON.stringify(name)}:${valueToJson(type, row[name] ?? null)}`).join(',')}}`
}

function valueToJson(type: DataType, value: Value): string {
  if (value === null) return 'null'
  if (type.kind === 'decimal' && (typeof value === 'number' || typeof value === 'bigint')) return decimalText(BigInt(value), type.scale)
  if (type.kind === 'date' && typeof value === 'number') return JSON.stringify(new Date(value * 86_400_000).toISOString().slice(0, 10))
  if (type.kind === 'list' && isList(value)) return `[${value.map(element => valueToJson(type.element, element)).join(',')}]`
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'))
  if (type.kind === 'record' && typeof value === 'object' && !isList(value)) return rowToJson(type.fields, value)
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return unscaled < 0n ? `-${text}` : text
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
