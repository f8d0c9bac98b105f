import { DAY_MS, dateText, parseDate, parseTimestamp, timestampText } from './calendar'
import { parseDecimal, shorten } from './decimals'
import { fail } from './failure'
import type { Integer } from './integers'
import { toInt64 } from './integers'
import { checkTimestamp } from './times'

const INTEGER_TEXT = /^([+-]?)(\d+)$/
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
const ZONE = /(?:Z|[+-]\d{2}:\d{2})$/
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf8Encoder = new TextEncoder()

export function textToInt64(text: string): Integer {
  const match = INTEGER_TEXT.exec(text)
  if (match === null) return fail(`${shorten(text)} is not an integer; allowed are digits with an optional sign`)
  const digits = match[2].replace(/^0+/, '')
  if (digits.length > 19) return fail(`${shorten(text)} is outside int64`)
  return toInt64(match[1] === '-' ? -BigInt(digits) : BigInt(digits), 'cast to int64')
}

export function textToDouble(text: string): number {
  if (!JSON_NUMBER.test(text)) return fail(`${shorten(text)} is not a number as JSON writes it`)
  const value = Number(text)
  return Number.isFinite(value) ? value : fail(`${shorten(text)} is beyond the range of a double`)
}

export function textToDecimal(text: string, precision: number, scale: number): Integer {
  return parseDecimal(text, precision, scale) ?? fail(`${shorten(text)} is not a number as JSON writes it`)
}

/** Halves of the double's shortest decimal text round away from zero. */
export function doubleToDecimal(value: number, precision: number, scale: number): Integer {
  return textToDecimal(String(value), precision, scale)
}

export function doubleToInt64(value: number): Integer {
  return toInt64(BigInt(Math.trunc(value)), 'cast to int64')
}

export function textToBoolean(text: string): boolean {
  return text === 'true' || (text !== 'false' && fail(`${shorten(text)} is not a boolean; allowed are 'true' and 'false'`))
}

export function textToTimestamp(text: string): number {
  const timeMs = ZONE.test(text) ? parseTimestamp(text) : undefined
  return timeMs === undefined
    ? fail(`${shorten(text)} is not a time; allowed is ISO 8601 with a zone, as 2026-01-31T12:00:00Z`)
    : checkTimestamp(timeMs, 'cast to timestamp')
}

export function textToDate(text: string): number {
  return parseDate(text) ?? fail(`${shorten(text)} is not a date; allowed is YYYY-MM-DD`)
}

export function textToEnum(text: string, values: ReadonlySet<string>): string {
  return values.has(text) ? text : fail(`${shorten(text)} is not one of the enum's ${values.size} values`)
}

export function textToBytes(text: string): Uint8Array {
  return utf8Encoder.encode(text)
}

export function bytesToText(bytes: Uint8Array): string {
  try {
    return utf8Decoder.decode(bytes)
  } catch {
    return fail(`${bytes.length} bytes are not valid UTF-8; they can't be cast to a string`)
  }
}

export function integerToTimestamp(value: Integer): number {
  return checkTimestamp(value, 'cast to timestamp')
}

export function timestampToDate(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS)
}

export function dateToTimestamp(days: number): number {
  return days * DAY_MS
}

export { dateText, timestampText }
