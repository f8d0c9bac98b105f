/** 0001-01-01T00:00:00.000Z: the first time that every engine can hold. */
export const MIN_TIME_MS = -62_135_596_800_000
/** 9999-12-31T23:59:59.999Z. */
export const MAX_TIME_MS = 253_402_300_799_999
export const MS_PER_DAY = 86_400_000

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar; NaN where there is no such day in years 1 to 9999. */
export function daysOfDate(year: number, month: number, day: number): number {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const length = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  if (day > length) return Number.NaN
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const dayOfYear = DAYS_BEFORE_MONTH[month - 1] + (leap && month > 2 ? 1 : 0) + day - 1
  return before * 365 + leapDays + dayOfYear - 719_162
}

/** Reads `YYYY-MM-DD` as days since 1970-01-01; NaN where it is anything else. */
export function readDate(bytes: Uint8Array, start: number, end: number): number {
  return end - start === 10 ? dateAt(bytes, start) : Number.NaN
}

/**
 * Reads `YYYY-MM-DDThh:mm:ss[.fraction][Z|±hh[:][mm]]` as epoch ms; NaN where it is anything else or outside the
 * range of times. A time without offset is UTC. Any number of fraction digits, cut to the millisecond towards minus
 * infinity. There is no second 60 and no hour 24.
 */
export function readIsoTime(bytes: Uint8Array, start: number, end: number): number {
  const separator = bytes[start + 10]
  if (end - start < 19 || (separator !== 84 && separator !== 116)) return Number.NaN
  const position = fractionEnd(bytes, start + 19, end)
  const offset = offsetMs(bytes, position, end)
  return inRange(dateAt(bytes, start) * MS_PER_DAY + clockMs(bytes, start + 11) + fractionMs(bytes, start + 19, position) - offset)
}

/** Reads `YYYY-MM-DD hh:mm:ss[.fraction]`, in UTC, as epoch ms; NaN where it is anything else or outside the range. */
export function readSqlTime(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 19 || bytes[start + 10] !== 32 || fractionEnd(bytes, start + 19, end) !== end) return Number.NaN
  return inRange(dateAt(bytes, start) * MS_PER_DAY + clockMs(bytes, start + 11) + fractionMs(bytes, start + 19, end))
}

/** The time, if it is in the range of times, else NaN. */
export function inRange(timeMs: number): number {
  return timeMs >= MIN_TIME_MS && timeMs <= MAX_TIME_MS ? timeMs : Number.NaN
}

function dateAt(bytes: Uint8Array, start: number): number {
  if (bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return Number.NaN
  return daysOfDate(twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2), twoDigits(bytes, start + 5), twoDigits(bytes, start + 8))
}

function clockMs(bytes: Uint8Array, start: number): number {
  const hour = twoDigits(bytes, start)
  const minute = twoDigits(bytes, start + 3)
  const second = twoDigits(bytes, start + 6)
  if (bytes[start + 2] !== 58 || bytes[start + 5] !== 58 || !(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN
  return ((hour * 60 + minute) * 60 + second) * 1000
}

/** The end of `.digits` at `start`; `start` itself where there is no fraction. */
function fractionEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || bytes[start] !== 46) return start
  let position = start + 1
  while (position < end && isDigit(bytes[position])) position++
  return position === start + 1 ? start : position
}

function fractionMs(bytes: Uint8Array, start: number, end: number): number {
  let milliseconds = 0
  for (let digit = 1; digit <= 3; digit++) milliseconds = milliseconds * 10 + (start + digit < end ? bytes[start + digit] - 48 : 0)
  return milliseconds
}

function offsetMs(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length === 0 || (length === 1 && (bytes[start] === 90 || bytes[start] === 122))) return 0
  const sign = bytes[start] === 43 ? 1 : bytes[start] === 45 ? -1 : Number.NaN
  const hasColon = length === 6 && bytes[start + 3] === 58
  if (length !== 3 && length !== 5 && !hasColon) return Number.NaN
  const hours = twoDigits(bytes, start + 1)
  const minutes = length === 3 ? 0 : twoDigits(bytes, start + (hasColon ? 4 : 3))
  return hours <= 23 && minutes <= 59 ? sign * (hours * 60 + minutes) * 60_000 : Number.NaN
}

function twoDigits(bytes: Uint8Array, start: number): number {
  const tens = bytes[start]
  const ones = bytes[start + 1]
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + ones - 48 : Number.NaN
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}
