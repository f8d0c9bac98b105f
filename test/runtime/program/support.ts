import type { DataType, Definition, Expression, Field, FunctionName, Output, RecordValue, Source, Value, Windowed } from '../../../pipeline'
import { DEAD, DECODED, type DecodedBatch, type DecodedColumn, type RecordBatch, TICK } from '../../../runtime/records'

export const text: DataType = { kind: 'string' }
export const int64: DataType = { kind: 'int64' }
export const double: DataType = { kind: 'double' }
export const logical: DataType = { kind: 'boolean' }
export const timestamp: DataType = { kind: 'timestamp', wire: 'epoch-ms' }
export const decimal = (precision: number, scale: number): DataType => ({ kind: 'decimal', precision, scale })
export const listOf = (element: DataType): DataType => ({ kind: 'list', element, elementOptional: false })
export const field = (name: string, type: DataType, optional = false): Field => ({ name, wireName: name, type, optional })

export const read = ({ name, type, optional }: Field): Expression => ({ node: 'field', path: [name], type, nullable: optional })
export const literal = (value: Value, type: DataType): Expression => ({ node: 'literal', value, type, nullable: value === null })
export const call = (name: FunctionName, type: DataType, ...given: readonly Expression[]): Expression => ({
  node: 'call',
  function: name,
  arguments: given,
  type,
  nullable: given.some(argument => argument.nullable),
})

export function windowedOutput(windowed: Partial<Windowed>, steps: Output['steps'] = []): Output {
  const whole: Windowed = { keys: [], window: { kind: 'tumbling', sizeMs: 1000, offsetMs: 0 }, aggregates: [], having: null, ...windowed }
  return { name: 'rows', steps, windowed: whole, into: { kind: 'stream', name: 'rows' }, columns: [] }
}

export function definitionOf(fields: readonly Field[], ...outputs: readonly Output[]): Definition {
  const source: Source = {
    name: 'events',
    format: 'json',
    fields,
    eventTime: 'time',
    partitionKey: null,
    maxDelayMs: 0,
    maxAheadMs: null,
    idleTimeoutMs: null,
    maxRecordBytes: 1_048_576,
  }
  return { formatVersion: 1, name: 'test', source, outputs }
}

export type TestRecord = RecordValue | 'tick' | 'dead'

/** What a decoder would give for the records; the event's time is its field `time`, or its index. */
export function batchOf(records: readonly TestRecord[], fields: readonly Field[]): DecodedBatch {
  const eventOf = (record: TestRecord): RecordValue | null => (typeof record === 'string' ? null : record)
  return {
    length: records.length,
    status: Uint8Array.from(records, record => (record === 'tick' ? TICK : record === 'dead' ? DEAD : DECODED)),
    times: Float64Array.from(records, (record, entry) => (record === 'dead' ? Number.NaN : Number(eventOf(record)?.['time'] ?? entry))),
    columns: fields.map(({ name, type }) =>
      columnOf(
        records.map(record => eventOf(record)?.[name] ?? null),
        type,
      ),
    ),
    errors: new Map(),
  }
}

function columnOf(values: readonly Value[], type: DataType): DecodedColumn {
  if (['list', 'record', 'bytes'].includes(type.kind)) return { kind: 'value', values: [...values] }
  if (type.kind === 'string' || type.kind === 'enum') return textColumn(values)
  return {
    kind: 'number',
    values: Float64Array.from(values, Number),
    nulls: Uint8Array.from(values, value => (value === null ? 1 : 0)),
    wide: new Map([...values.entries()].filter((entry): entry is [number, bigint] => typeof entry[1] === 'bigint')),
  }
}

function textColumn(values: readonly Value[]): DecodedColumn {
  const chunks = values.map(value => new TextEncoder().encode(typeof value === 'string' ? value : ''))
  const bytes = Uint8Array.from(chunks.flatMap(chunk => [...chunk]))
  const ends = chunks.map((_, index) => chunks.slice(0, index + 1).reduce((sum, chunk) => sum + chunk.length, 0))
  const starts = ends.map((end, index) => (values[index] === null ? -1 : end - chunks[index].length))
  return { kind: 'text', bytes, starts: Int32Array.from(starts), ends: Int32Array.from(ends) }
}

export const NO_RECORDS: RecordBatch = {
  length: 0,
  positions: [],
  arrivalTimes: new Float64Array(0),
  ticks: new Uint8Array(0),
  bytes: new Uint8Array(0),
  starts: new Int32Array(0),
  ends: new Int32Array(0),
}
