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
  if (value === undefined) throw new RecordFault('wrong-type', path, `got ${shown(text)}; an integer is required`)
  if (value === 'too-long' || !isInt64(value)) throw outOfRange(text, path, 'an int64 is from -2^63 to 2^63 - 1')
  return narrowed(value)
}

/** The nearest double to the text of a number. */
export function doubleOfText(text: string, path: string): number {
  const value = Number(text)
  if (!Number.isFinite(value)) throw outOfRange(text, path, 'a double must be finite')
  return value
}

/** The unscaled value of a decimal from the text of a number, exact; zeros at the end of a fraction don't count. */
export function decimalOfText(type: DecimalType, text: string, path: string): number | bigint {
  const value = scaledInteger(decimalOf(text), type.scale, type.precision)
  if (value === undefined || value === 'too-long') {
    throw outOfRange(text, path, `a decimal has at most ${type.precision} digits, ${type.scale} of them after the point`)
  }
  return narrowed(value)
}

/** Epoch ms from the text of a number in a wire's unit, cut to the millisecond towards minus infinity. */
export function epochOfText(wire: EpochWire, text: string, path: string): number {
  return checkedTime(inRange(scaledFloor(decimalOf(text), EPOCH_POWERS[wire])), text, path, wire)
}

/** Epoch ms from the bytes of a date and time. */
export function timeOfText(wire: 'iso8601' | 'sql', text: Uint8Array, path: string): number {
  const time = wire === 'sql' ? readSqlTime(text, 0, text.length) : readIsoTime(text, 0, text.length)
  return checkedTime(time, text, path, TIME_FORMS[wire])
}

/** Days from the bytes of a date. */
export function dateOfText(text: Uint8Array, path: string): number {
  return checkedTime(readDate(text, 0, text.length), text, path, 'YYYY-MM-DD')
}

/** Bytes from base64. */
export function bytesOfText(text: Uint8Array, path: string): Uint8Array {
  const value = base64Bytes(text)
  if (value === undefined) throw new RecordFault('wrong-type', path, `got ${shown(text)}; bytes are base64 with padding`)
  return value
}

/** The text, if it is a value of the enum. */
export function enumOfText(type: EnumType, text: string, path: string): string {
  if (!type.values.includes(text)) throw outOfRange(text, path, `it isn't among the ${type.values.length} values of the enum`)
  return text
}

/** Text for a message: short, and with all that isn't printable ASCII escaped. */
export function shown(text: string | Uint8Array): string {
  const start =
    typeof text === 'string' ? text.slice(0, SHOWN_CHARACTERS + 1) : new TextDecoder().decode(text.subarray(0, SHOWN_CHARACTERS + 1))
  return start.length > SHOWN_CHARACTERS ? `${JSON.stringify(start.slice(0, SHOWN_CHARACTERS))}…` : JSON.stringify(start)
}

function checkedTime(time: number, text: string | Uint8Array, path: string, form: string): number {
  if (Number.isNaN(time)) throw new RecordFault('invalid-time', path, `got ${shown(text)}; allowed is ${form}, in the years 0001 to 9999`)
  return time
}

function outOfRange(text: string, path: string, allowed: string): RecordFault {
  return new RecordFault('out-of-range', path, `got ${shown(text)}; ${allowed}`)
}
