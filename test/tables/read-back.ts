import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import type { DataType, Field, RecordValue, Value } from '../../pipeline'
import { integerValue } from './arbitraries'

/** Reads a Parquet file with hyparquet into rows as they were before they were written. */
export async function readParquet(fields: readonly Field[], bytes: Uint8Array): Promise<readonly RecordValue[]> {
  const file = bytes.slice().buffer
  const metadata = parquetMetadata(file)
  // The reader turns decimals and times into doubles and dates; without these annotations it gives what is stored.
  for (const element of metadata.schema) {
    if (element.converted_type === 'UTF8' || element.converted_type === 'LIST') continue
    delete element.converted_type
    delete element.logical_type
  }
  const rows = await parquetReadObjects({ file, metadata, utf8: false })
  return rows.map(row => readRecord(fields, row))
}

function readRecord(fields: readonly Field[], row: { [name: string]: unknown }): RecordValue {
  return Object.fromEntries(fields.map(({ name, type }) => [name, readValue(type, row[name] ?? null)]))
}

function readValue(type: DataType, stored: unknown): Value {
  if (stored === null || stored === undefined) return null
  if (type.kind === 'list' && Array.isArray(stored)) return stored.map(element => readValue(type.element, element))
  if (type.kind === 'record') return readRecord(type.fields, stored as { [name: string]: unknown })
  if (type.kind === 'timestamp') return Number((stored as bigint) / 1000n)
  if (type.kind === 'decimal' && stored instanceof Uint8Array) return integerValue(bigEndian(stored))
  if (typeof stored === 'bigint') return integerValue(stored)
  return stored as Value
}

function bigEndian(bytes: Uint8Array): bigint {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return BigInt.asIntN(bytes.length * 8, value)
}
