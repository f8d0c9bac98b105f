import type { DataType, Field, Source, Value } from '../../../pipeline'
import type { DecodedBatch, Decoder, RecordBatch } from '../../../runtime/records'

/** A required field. */
export function field(name: string, type: DataType, wireName = name): Field {
  return { name, wireName, type, optional: false }
}

/** An optional field. */
export function optional(name: string, type: DataType, wireName = name): Field {
  return { name, wireName, type, optional: true }
}

/** A source whose event time is `at`, epoch ms, before the given fields. */
export function sourceOf(format: Source['format'], fields: readonly Field[], settings: Partial<Source> = {}): Source {
  return {
    name: 'events',
    format,
    fields: [field('at', { kind: 'timestamp', wire: 'epoch-ms' }), ...fields],
    eventTime: 'at',
    partitionKey: null,
    maxDelayMs: 0,
    maxAheadMs: 300_000,
    idleTimeoutMs: null,
    maxRecordBytes: 1_048_576,
    ...settings,
  }
}

/** What a decoder says about each record: its values by field with the time, or the error's code and path. */
export type Outcome =
  | { readonly time: number; readonly values: readonly Value[] }
  | { readonly code: string; readonly path: string }
  | 'tick'

/** Decodes all records. */
export function decodeAll(decoder: Decoder, records: RecordBatch): readonly Outcome[] {
  const outcomes: Outcome[] = []
  while (outcomes.length < records.length) {
    const count = decoder.decode(records, outcomes.length)
    for (let entry = 0; entry < count; entry++) outcomes.push(outcomeAt(decoder.batch, entry))
  }
  return outcomes
}

function outcomeAt(batch: DecodedBatch, entry: number): Outcome {
  if (batch.status[entry] === 1) return 'tick'
  const error = batch.errors.get(entry)
  if (error !== undefined) return { code: error.code, path: error.path }
  return { time: batch.times[entry], values: batch.columns.map((_, column) => valueAt(batch, column, entry)) }
}

function valueAt(batch: DecodedBatch, columnIndex: number, entry: number): Value {
  const column = batch.columns[columnIndex]
  if (column.kind === 'value') return column.values[entry]
  if (column.kind === 'text') {
    const start = column.starts[entry]
    return start < 0 ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(column.bytes.subarray(start, column.ends[entry]))
  }
  return column.nulls[entry] === 1 ? null : (column.wide.get(entry) ?? column.values[entry])
}
