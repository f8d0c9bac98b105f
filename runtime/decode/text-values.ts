import type { DataType, TimestampWire } from '../../pipeline'
import { base64Bytes } from './base64'
import { RecordFault } from './fault'
import { decimalOf, isInt64, narrowed, scaledFloor, scaledInteger } from './number-text'
import { inRange, readDate, readIsoTime, readSqlTime } from './time-text'

/** Powers of ten from a wire's unit to the millisecond. */
const EPOCH_POWERS = { 'epoch-s': 3, 'epoch-ms': 0, 'epoch-us': -3, 'epoch-ns': -6 } as const
const TIME_FORMS = { iso8601: 'YYYY-MM-DDThh:mm:ss[.fraction][Z|±hh:mm]', sql: 'YYYY-MM-DD hh:mm:ss[.fraction]' } as const
const SHOWN_CHARACTERS = 40

type EpochWire = keyof typeof EPOCH_POWERS
type DecimalType = Extract<DataType, { kind: 'decimal' }>
type EnumType = Extract<DataType, { kind: 'enum' }>

/** Whether times of the wire form are numbers. */
export function isEpoch(wire: TimestampWire): wire is EpochWire {
  return wire !== 'iso8601' && wire !== 'sql'
}

/** An int64 from the text of a number, which must be an integer in value: `1.0` and `1e3` are. */
export function integerOfText(text: string, path: string): number | bigint {
  const value = scaledInteger(decimalOf(text), 0, 19)
  if (value === undefined) throw new RecordFault('wrong-type', path, `got ${shownJson(text)}; an integer is required`)
  if (value === 'too-long' || !isInt64(value)) throw outOfRange(shownJson(text), path, 'an int64 is from -2^63 to 2^63 - 1')
  return narrowed(value)
}

/** The nearest double to the text of a number. */
export function doubleOfText(text: string, path: string): number {
  const value = Number(text)
  if (!Number.isFinite(value)) throw outOfRange(shownJson(text), path, 'a double must be finite')
  return value
}

/** The unscaled value of a decimal from the text of a number, exact; zeros at the end of a fraction don't count. */
export function decimalOfText(type: DecimalType, text: string, path: string): number | bigint {
  const value = scaledInteger(decimalOf(text), type.scale, type.precision)
  if (value === undefined || value === 'too-long') {
    throw outOfRange(shownJson(text), path, `a decimal has at most ${type.precision} digits, ${type.scale} of them after the point`)
  }
  return narrowed(value)
}

/** Epoch ms from the text of a number in a wire's unit, cut to the millisecond towards minus infinity. */
export function epochOfText(wire: EpochWire, text: string, path: string): number {
  const time = inRange(scaledFloor(decimalOf(text), EPOCH_POWERS[wire]))
  if (Number.isNaN(time)) throw invalidTime(shownJson(text), path, wire)
  return time
}

/** Epoch ms from the bytes of a date and time. */
export function timeOfText(wire: 'iso8601' | 'sql', text: Uint8Array, path: string): number {
  const time = wire === 'sql' ? readSqlTime(text, 0, text.length) : readIsoTime(text, 0, text.length)
  if (Number.isNaN(time)) throw invalidTime(shown(text), path, TIME_FORMS[wire])
  return time
}

/** Days from the bytes of a date. */
export function dateOfText(text: Uint8Array, path: string): number {
  const days = readDate(text, 0, text.length)
  if (Number.isNaN(days)) throw invalidTime(shown(text), path, 'YYYY-MM-DD')
  return days
}

/** Bytes from base64. */
export function bytesOfText(text: Uint8Array, path: string): Uint8Array {
  const value = base64Bytes(text)
  if (value === undefined) throw new RecordFault('wrong-type', path, `got ${shown(text)}; bytes are base64 with padding`)
  return value
}

/** The text, if it is a value of the enum. */
export function enumOfText(type: EnumType, text: string, path: string): string {
  if (!type.values.includes(text)) throw outOfRange(shown(text), path, `it isn't among the ${type.values.length} values of the enum`)
  return text
}

/** Text for a message, in quotes: short, and with all that isn't printable ASCII escaped. */
export function shown(text: string | Uint8Array): string {
  const { start, rest } = cut(text)
  return escaped(JSON.stringify(start)) + rest
}

/** JSON for a message, as it stands (a text has its own quotes): short, and with all that isn't printable ASCII escaped. */
export function shownJson(json: string | Uint8Array): string {
  const { start, rest } = cut(json)
  return escaped(start) + rest
}

function cut(text: string | Uint8Array): { readonly start: string; readonly rest: '' | '…' } {
  // A UTF-16 unit has at most three bytes; the last character may be cut, but lies behind what is shown.
  const all = typeof text === 'string' ? text : new TextDecoder().decode(text.subarray(0, 3 * (SHOWN_CHARACTERS + 1)))
  return { start: all.slice(0, SHOWN_CHARACTERS), rest: all.length > SHOWN_CHARACTERS ? '…' : '' }
}

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function invalidTime(got: string, path: string, form: string): RecordFault {
  return new RecordFault('invalid-time', path, `got ${got}; allowed is ${form}, in the years 0001 to 9999`)
}

function outOfRange(got: string, path: string, allowed: string): RecordFault {
  return new RecordFault('out-of-range', path, `got ${got}; ${allowed}`)
}
