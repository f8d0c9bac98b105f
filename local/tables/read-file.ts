import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataType, Field, Output, RecordValue, Value } from '../../pipeline'
import type { TableFile } from '../../tables'

/**
 * Reads a data file of an output's Delta table back, with the reader of another project (hyparquet), not with what wrote it. Partition columns, which no
 * file holds, come from the log.
 */
export async function readTableFile(directory: string, output: Output, file: TableFile): Promise<readonly RecordValue[]> {
  const { parquetMetadata, parquetReadObjects } = await import('hyparquet')
  const bytes = await readFile(join(directory, output.name, file.key))
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const metadata = parquetMetadata(buffer)
  // The reader makes doubles of decimals; without this annotation it gives the integers that are stored.
  for (const element of metadata.schema) if (element.converted_type === 'DECIMAL') delete element.converted_type
  const rows = await parquetReadObjects({ file: buffer, metadata })
  return rows.map(row => rowOf(output.columns, row, file.partitionValues))
}

function rowOf(columns: readonly Field[], stored: Readonly<Record<string, unknown>>, partition: TableFile['partitionValues']): RecordValue {
  const row: Record<string, Value> = Object.create(null)
  for (const { name, type } of columns) {
    const text = name in stored ? undefined : partition[name]
    row[name] = text === undefined || text === null ? valueOfStored(type, stored[name]) : valueOfText(type, text)
  }
  return row
}

/** What the reader gives, as a value of the definition's type. */
function valueOfStored(type: DataType, stored: unknown): Value {
  if (stored === null || stored === undefined) return null
  switch (type.kind) {
    case 'int64':
      return integer(BigInt(stored as bigint))
    case 'timestamp':
      return stored instanceof Date ? stored.getTime() : Number(stored)
    case 'date':
      return Math.round((stored instanceof Date ? stored.getTime() : Number(stored)) / 86_400_000)
    case 'decimal':
      return integer(stored instanceof Uint8Array ? bigEndian(stored) : BigInt(stored as number | bigint))
    case 'list':
      return (stored as readonly unknown[]).map(element => valueOfStored(type.element, element))
    case 'record': {
      const record: Record<string, Value> = Object.create(null)
      for (const field of type.fields) record[field.name] = valueOfStored(field.type, (stored as Record<string, unknown>)[field.name])
      return record
    }
    case 'bytes':
      return typeof stored === 'string' ? new TextEncoder().encode(stored) : (stored as Uint8Array)
    default:
      return stored as Value
  }
}

/** A partition's value, as the log writes it. */
function valueOfText(type: DataType, text: string): Value {
  switch (type.kind) {
    case 'int64':
      return integer(BigInt(text))
    case 'boolean':
      return text === 'true'
    case 'timestamp':
      return Date.parse(`${text.replace(' ', 'T')}Z`)
    case 'date':
      return Math.round(Date.parse(`${text}T00:00:00Z`) / 86_400_000)
    default:
      return text
  }
}

function bigEndian(bytes: Uint8Array): bigint {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return BigInt.asIntN(bytes.length * 8, value)
}

function integer(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}
