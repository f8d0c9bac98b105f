import type { DataType, Field, Value } from '../../pipeline'
import { DEAD, type DecodedBatch, type DecodedColumn, type RecordError } from '../records'

export type NumberColumn = Extract<DecodedColumn, { kind: 'number' }>
export type TextColumn = Extract<DecodedColumn, { kind: 'text' }>

/** Columns for the fields, with room for `capacity` records. */
export function newDecodedBatch(fields: readonly Field[], capacity: number): DecodedBatch {
  return {
    length: 0,
    status: new Uint8Array(capacity),
    times: new Float64Array(capacity),
    columns: fields.map(field => newColumn(field.type, capacity)),
    errors: new Map(),
  }
}

/** Forgets what is kept by entry in maps; the arrays are overwritten. */
export function clearBatch(batch: DecodedBatch, length: number): void {
  batch.length = length
  batch.errors.clear()
  for (const column of batch.columns) if (column.kind === 'number' && column.wide.size > 0) column.wide.clear()
}

/** Forgets what was written for an entry before its record turned out to be bad. */
export function markDead(batch: DecodedBatch, entry: number, error: RecordError): void {
  batch.status[entry] = DEAD
  batch.times[entry] = Number.NaN
  batch.errors.set(entry, error)
  for (const column of batch.columns) storeNull(column, entry)
}

/** Writes an in-memory value of a type that isn't text. */
export function storeValue(column: DecodedColumn, entry: number, value: Value): void {
  if (column.kind === 'value') column.values[entry] = value
  else if (column.kind === 'text') throw new TypeError('text is stored by its bytes')
  else storeNumber(column, entry, value)
}

/** Writes null into a column of any kind. */
export function storeNull(column: DecodedColumn, entry: number): void {
  if (column.kind === 'number') storeNumber(column, entry, null)
  else if (column.kind === 'value') column.values[entry] = null
  else {
    column.starts[entry] = -1
    column.ends[entry] = -1
  }
}

function storeNumber(column: NumberColumn, entry: number, value: Value): void {
  if (column.wide.size > 0) column.wide.delete(entry)
  column.nulls[entry] = value === null ? 1 : 0
  column.values[entry] = Number(value)
  if (typeof value === 'bigint') column.wide.set(entry, value)
}

function newColumn(type: DataType, capacity: number): DecodedColumn {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return { kind: 'text', bytes: new Uint8Array(0), starts: new Int32Array(capacity), ends: new Int32Array(capacity) }
    case 'bytes':
    case 'list':
    case 'record':
      return { kind: 'value', values: new Array<Value>(capacity).fill(null) }
    default:
      return { kind: 'number', values: new Float64Array(capacity), nulls: new Uint8Array(capacity), wide: new Map() }
  }
}
