import type { DataType, Field, Source, TimestampWire } from '../../pipeline'
import { Failure, fail, type Held, type HeldRecord } from '../../test/runtime/end-to-end/interpreter/held'
import { bytesOf, type CaseRecord, textOf } from '../records'
import { type ExactJson, NumberText, parseExactJson } from './exact-json'
import { type Fraction, floorOf, fractionOf, wholeOf } from './fraction'
import { dayOf, isTime, timeOf } from './time-text'

/** Milliseconds in a unit, as a power of ten. */
const POWERS: Readonly<Record<Exclude<TimestampWire, 'iso8601' | 'sql'>, number>> = {
  'epoch-s': 3,
  'epoch-ms': 0,
  'epoch-us': -3,
  'epoch-ns': -6,
}

const PLAIN_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** The event in a record; undefined: the record is a dead letter and moves no watermark. */
export function decode(record: CaseRecord, { fields, eventTime, maxRecordBytes }: Source): { event: HeldRecord; time: number } | undefined {
  const json = parseExactJson(textOf(record) ?? '')
  if (!(json instanceof Map) || /\p{Surrogate}/u.test(textsOf(json)) || bytesOf(record).length > maxRecordBytes) return undefined
  try {
    const event = recordOf(json, fields)
    const time = event[eventTime]
    return typeof time === 'number' ? { event, time } : undefined
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

/** All texts in a value, one after the other. */
function textsOf(json: ExactJson): string {
  if (typeof json === 'string') return json
  if (json instanceof Map) return [...json].map(([name, value]) => `${name} ${textsOf(value)}`).join(' ')
  return Array.isArray(json) ? json.map(textsOf).join(' ') : ''
}

function recordOf(members: ReadonlyMap<string, ExactJson>, fields: readonly Field[]): HeldRecord {
  return Object.fromEntries(
    fields.map(({ name, wireName, type, optional }) => [name, nullable(members.get(wireName) ?? null, type, optional)]),
  )
}

function nullable(json: ExactJson, type: DataType, optional: boolean): Held {
  if (json !== null) return heldOf(json, type)
  return optional ? null : fail('a required value is null or missing')
}

/** A value that is not null, as its type holds it. */
function heldOf(json: ExactJson, type: DataType): Held {
  switch (type.kind) {
    case 'string':
      return text(json)
    case 'enum':
      return type.values.includes(text(json)) ? text(json) : fail('not one of the values')
    case 'boolean':
      return typeof json === 'boolean' ? json : fail('no boolean')
    case 'int64':
      return int64(wholeOf(number(json), 0) ?? fail('no integer'))
    case 'double':
      return double(json)
    case 'decimal':
      return decimal(json, type.precision, type.scale)
    case 'bytes':
      return bytes(text(json))
    case 'timestamp':
      return timestamp(json, type.wire)
    case 'date':
      return dayOf(text(json)) ?? fail('no day')
    case 'list':
      return Array.isArray(json) ? json.map((element: ExactJson) => nullable(element, type.element, type.elementOptional)) : fail('no list')
    case 'record':
      return json instanceof Map ? recordOf(json, type.fields) : fail('no record')
  }
}

const text = (json: ExactJson): string => (typeof json === 'string' ? json : fail('no text'))
const number = (json: ExactJson): Fraction => (json instanceof NumberText ? fractionOf(json.text) : fail('no number'))
const int64 = (value: bigint): bigint => (BigInt.asIntN(64, value) === value ? value : fail('outside int64'))

function double(json: ExactJson): number {
  const value = json instanceof NumberText ? Number(json.text) : fail('no number')
  return Number.isFinite(value) ? value : fail('not finite')
}

function decimal(json: ExactJson, precision: number, scale: number): bigint {
  const given = typeof json === 'string' && PLAIN_NUMBER.test(json) ? fractionOf(json) : number(json)
  const unscaled = wholeOf(given, scale) ?? fail('more digits than the scale has')
  return unscaled > -(10n ** BigInt(precision)) && unscaled < 10n ** BigInt(precision) ? unscaled : fail('beyond the precision')
}

function bytes(base64: string): Uint8Array {
  const value = BASE64.test(base64) ? Buffer.from(base64, 'base64') : fail('no base64')
  // Bits that no byte needs must be zero.
  return value.toString('base64') === base64 ? new Uint8Array(value) : fail('no base64')
}

function timestamp(json: ExactJson, wire: TimestampWire): number {
  if (wire === 'iso8601' || wire === 'sql') return timeOf(text(json), wire) ?? fail('no time')
  const milliseconds = Number(floorOf(number(json), POWERS[wire]))
  return isTime(milliseconds) ? milliseconds : fail('no time')
}
