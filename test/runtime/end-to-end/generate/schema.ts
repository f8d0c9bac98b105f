import type { DataType, Field, Source, TimestampWire } from '../../../../pipeline'
import type { Choices } from '../../../windowing/oracle/cases'

const WIRES: readonly TimestampWire[] = ['epoch-ms', 'iso8601', 'sql', 'epoch-s', 'epoch-us', 'epoch-ns']

export const STRING: DataType = { kind: 'string' }
export const BOOLEAN: DataType = { kind: 'boolean' }
export const INT64: DataType = { kind: 'int64' }
export const DOUBLE: DataType = { kind: 'double' }
export const BYTES: DataType = { kind: 'bytes' }
export const DATE: DataType = { kind: 'date' }
export const TIMESTAMP: DataType = { kind: 'timestamp', wire: 'epoch-ms' }
export const COLOR: DataType = { kind: 'enum', values: ['red', 'green', 'größe', '\u{1f600}'] }
export const PRICE: DataType = { kind: 'decimal', precision: 10, scale: 2 }
export const WIDE: DataType = { kind: 'decimal', precision: 38, scale: 3 }

const required = (name: string, type: DataType, wireName = name): Field => ({ name, wireName, type, optional: false })
const optional = (name: string, type: DataType, wireName = name): Field => ({ name, wireName, type, optional: true })

const GEO: DataType = { kind: 'record', fields: [required('lat', DOUBLE), optional('city', STRING, 'city/name'), optional('code', INT64)] }
const TAGS: DataType = { kind: 'list', element: STRING, elementOptional: true }
const NUMBERS: DataType = { kind: 'list', element: INT64, elementOptional: false }

/** Fields of every kind, required and optional. */
export function fieldsOf(choices: Choices): readonly Field[] {
  const time = (): DataType => ({ kind: 'timestamp', wire: choices.of(WIRES) })
  return [
    required('at', time(), choices.of(['at', 'event time', 'ünix~/'])),
    required('key', STRING),
    required('count', INT64),
    required('numbers', NUMBERS),
    optional('name', STRING),
    optional('color', COLOR),
    optional('flag', BOOLEAN),
    optional('other', INT64, 'other.count'),
    optional('ratio', DOUBLE),
    optional('price', PRICE),
    optional('wide', WIDE),
    optional('raw', BYTES),
    optional('seen', time()),
    optional('day', DATE),
    optional('tags', TAGS),
    optional('geo', GEO),
  ]
}

/** Delays around the sizes of windows. */
const DELAYS = [37, 10, 0, 1, 120, 9, 60] as const

export function sourceOf(choices: Choices): Source {
  return {
    name: 'events',
    format: 'json',
    fields: fieldsOf(choices),
    eventTime: 'at',
    partitionKey: choices.of(['key', null, 'color']),
    maxDelayMs: choices.of(DELAYS),
    maxAheadMs: choices.of([300_000, null, 0]),
    idleTimeoutMs: choices.of([null, 60_000]),
    maxRecordBytes: 4000,
  }
}
