import type { DataType, Field, RecordValue, Value } from '../../pipeline'

/** JSON that is equal iff values are: integers, decimals and times as text, doubles as bits, bytes as hexadecimal. */
export function canonicalRow(fields: readonly Field[], row: RecordValue): string {
  return JSON.stringify(canonicalRecord(fields, row))
}

function canonicalRecord(fields: readonly Field[], row: RecordValue): { [name: string]: unknown } {
  const names = fields.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return Object.fromEntries(names.map(({ name, type }) => [name, canonicalValue(type, row[name] ?? null)]))
}

function canonicalValue(type: DataType, value: Value): unknown {
  if (value === null) return null
  if (type.kind === 'list' && Array.isArray(value)) return value.map(element => canonicalValue(type.element, element))
  if (type.kind === 'record') return canonicalRecord(type.fields, value as RecordValue)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (type.kind === 'double') return bitsOf(Number(value))
  if (type.kind === 'timestamp') return String(BigInt(Number(value)) * 1000n)
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
}

function bitsOf(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}
