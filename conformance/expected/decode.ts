import type { BadRecord } from '../../engines'
import type { DataType, Field, Source, TimestampWire } from '../../pipeline'
import { Failure, type Held, type HeldRecord } from '../../test/runtime/end-to-end/interpreter/held'
import { avroMembers } from '../formats/avro'
import { csvMembers } from '../formats/csv'
import { arrivalOf, bytesOf, type CaseRecord, textOf } from '../records'
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

/** The law's. */
const MAX_NESTING = 64

const PLAIN_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Why a record is no event. */
class Bad extends Failure {
  constructor(readonly kind: BadRecord) {
    super(kind)
  }
}

function bad(kind: BadRecord): never {
  throw new Bad(kind)
}

interface DecodedEvent {
  readonly event: HeldRecord
  readonly time: number
}

/** The event in a record, or why it is a dead letter that moves no watermark. */
export function judged(record: CaseRecord, source: Source): DecodedEvent | BadRecord {
  const { fields, eventTime, maxRecordBytes, maxAheadMs } = source
  try {
    if (bytesOf(record).length > maxRecordBytes) bad('too-large')
    const json = jsonOf(record, source)
    if (json === undefined) bad('malformed')
    if (/\p{Surrogate}/u.test(textsIn(json))) bad('lone-surrogate')
    if (nesting(json) > MAX_NESTING) bad('too-deep')
    const event = recordOf(json instanceof Map ? json : bad('wrong-type'), fields)
    const time = event[eventTime]
    if (typeof time !== 'number') bad('invalid-time')
    if (maxAheadMs !== null && time > (arrivalOf(record) ?? Number.POSITIVE_INFINITY) + maxAheadMs) bad('time-ahead')
    return { event, time }
  } catch (error) {
    if (error instanceof Bad) return error.kind
    throw error
  }
}

/** What the record would be in JSON; undefined where it isn't of its format. */
function jsonOf(record: CaseRecord, source: Source): ExactJson | undefined {
  if (source.format === 'avro' || source.format === 'avro-confluent') return avroMembers(bytesOf(record), source)
  const line = textOf(record) ?? bad('invalid-utf8')
  return source.format === 'csv' ? csvMembers(line, source.fields) : parseExactJson(line)
}

/** The event in a record; undefined: the record is a dead letter and moves no watermark. */
export function decode(record: CaseRecord, source: Source): DecodedEvent | undefined {
  const found = judged(record, source)
  return typeof found === 'string' ? undefined : found
}

/** How many objects and arrays are in one another. */
function nesting(json: ExactJson): number {
  const members = json instanceof Map ? [...json.values()] : Array.isArray(json) ? json : undefined
  return members === undefined ? 0 : 1 + members.reduce((deepest, member) => Math.max(deepest, nesting(member)), 0)
}

/** All texts in a value, one after the other. */
function textsIn(json: ExactJson): string {
  if (typeof json === 'string') return json
  if (json instanceof Map) return [...json].map(([name, value]) => `${name} ${textsIn(value)}`).join(' ')
  return Array.isArray(json) ? json.map(textsIn).join(' ') : ''
}

function recordOf(members: ReadonlyMap<string, ExactJson>, fields: readonly Field[]): HeldRecord {
  return Object.fromEntries(
    fields.map(({ name, wireName, type, optional }) => [name, nullable(members.get(wireName) ?? null, type, optional)]),
  )
}

function nullable(json: ExactJson, type: DataType, optional: boolean): Held {
  if (json !== null) return heldOf(json, type)
  return optional ? null : bad('missing-field')
}

/** A value that is not null, as its type holds it. */
function heldOf(json: ExactJson, type: DataType): Held {
  switch (type.kind) {
    case 'string':
      return text(json)
    case 'enum':
      return type.values.includes(text(json)) ? text(json) : bad('out-of-range')
    case 'boolean':
      return typeof json === 'boolean' ? json : bad('wrong-type')
    case 'int64':
      return int64(wholeOf(number(json), 0) ?? bad('wrong-type'))
    case 'double':
      return double(json)
    case 'decimal':
      return decimal(json, type.precision, type.scale)
    case 'bytes':
      return bytes(text(json))
    case 'timestamp':
      return timestamp(json, type.wire)
    case 'date':
      return dayOf(text(json)) ?? bad('invalid-time')
    case 'list':
      return Array.isArray(json)
        ? json.map((element: ExactJson) => nullable(element, type.element, type.elementOptional))
        : bad('wrong-type')
    case 'record':
      return json instanceof Map ? recordOf(json, type.fields) : bad('wrong-type')
  }
}

const text = (json: ExactJson): string => (typeof json === 'string' ? json : bad('wrong-type'))
const number = (json: ExactJson): Fraction => (json instanceof NumberText ? fractionOf(json.text) : bad('wrong-type'))
const int64 = (value: bigint): bigint => (BigInt.asIntN(64, value) === value ? value : bad('out-of-range'))

function double(json: ExactJson): number {
  const value = json instanceof NumberText ? Number(json.text) : bad('wrong-type')
  return Number.isFinite(value) ? value : bad('out-of-range')
}

function decimal(json: ExactJson, precision: number, scale: number): bigint {
  const given = typeof json === 'string' && PLAIN_NUMBER.test(json) ? fractionOf(json) : number(json)
  const unscaled = wholeOf(given, scale) ?? bad('out-of-range')
  return unscaled > -(10n ** BigInt(precision)) && unscaled < 10n ** BigInt(precision) ? unscaled : bad('out-of-range')
}

function bytes(base64: string): Uint8Array {
  const value = BASE64.test(base64) ? Buffer.from(base64, 'base64') : bad('wrong-type')
  // Bits that no byte needs must be zero.
  return value.toString('base64') === base64 ? new Uint8Array(value) : bad('wrong-type')
}

function timestamp(json: ExactJson, wire: TimestampWire): number {
  if (wire === 'iso8601' || wire === 'sql') return timeOf(text(json), wire) ?? bad('invalid-time')
  const milliseconds = Number(floorOf(number(json), POWERS[wire]))
  return isTime(milliseconds) ? milliseconds : bad('invalid-time')
}
