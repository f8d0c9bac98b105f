import type { DataType, Value } from '../definition'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
/** 0001-01-01T00:00:00.000Z, the first valid event time. */
export const FIRST_TIME_MS = -62_135_596_800_000
/** 9999-12-31T23:59:59.999Z, the last valid event time. */
export const LAST_TIME_MS = 253_402_300_799_999
const DAY_MS = 86_400_000
const LONE_SURROGATE = /\p{Surrogate}/u

/** The one representation of an integer: a number where it is safe, else a bigint. */
export function integerValue(integer: bigint): number | bigint {
  const number = Number(integer)
  return Number.isSafeInteger(number) ? number : integer
}

/** Why a value is not one of the type; undefined where it is. */
export function valueProblem(value: Value, type: DataType): string | undefined {
  switch (type.kind) {
    case 'string':
      if (typeof value !== 'string') return 'not a text'
      return LONE_SURROGATE.test(value) ? 'a text with a lone surrogate' : undefined
    case 'enum':
      return typeof value === 'string' && type.values.includes(value) ? undefined : 'not one of the values of the enumeration'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'not a boolean'
    case 'int64':
      return integerProblem(value, INT64_MIN, INT64_MAX, 'beyond int64')
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision) - 1n
      return integerProblem(value, -limit, limit, `more than ${type.precision} digits`)
    }
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'not a finite double'
    case 'timestamp':
      return integerProblem(value, BigInt(FIRST_TIME_MS), BigInt(LAST_TIME_MS), 'outside 0001-01-01 … 9999-12-31')
    case 'date':
      return integerProblem(
        value,
        BigInt(FIRST_TIME_MS / DAY_MS),
        BigInt(Math.floor(LAST_TIME_MS / DAY_MS)),
        'outside 0001-01-01 … 9999-12-31',
      )
    case 'bytes':
      return value instanceof Uint8Array ? undefined : 'not bytes'
    case 'list':
      if (!Array.isArray(value)) return 'not a list'
      return firstProblem(
        value.map(element => (element === null && type.elementOptional ? undefined : valueProblem(element, type.element))),
      )
    case 'record': {
      if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) return 'not a record'
      const members = value as { readonly [name: string]: Value }
      return firstProblem(
        type.fields.map(field => {
          const member = Object.hasOwn(members, field.name) ? members[field.name] : null
          return member === null && field.optional ? undefined : valueProblem(member, field.type)
        }),
      )
    }
  }
}

function integerProblem(value: Value, least: bigint, most: bigint, beyond: string): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return 'not a whole number within 2^53'
  if (typeof value !== 'number' && typeof value !== 'bigint') return 'not a whole number'
  if (typeof value === 'bigint' && typeof integerValue(value) === 'number') return 'a bigint where a number is exact'
  const integer = BigInt(value)
  return integer < least || integer > most ? beyond : undefined
}

function firstProblem(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find(problem => problem !== undefined)
}

const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(?:e([+-]?\d{1,3}))?$/i

/** An exact decimal of a text such as `-12.50` or `1e-3`; undefined where it is none or needs more than 38 digits. */
export function parseDecimal(text: string): { readonly unscaled: bigint; readonly precision: number; readonly scale: number } | undefined {
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign, whole, fraction = '', exponent = '0'] = match
  const shift = fraction.length - Number(exponent)
  if (Math.abs(shift) > 60) return undefined
  const digits = BigInt(whole + fraction) * (shift < 0 ? 10n ** BigInt(-shift) : 1n)
  const scale = Math.max(0, shift)
  const precision = Math.max(digits === 0n ? 1 : String(digits).length, scale, 1)
  return precision > 38 ? undefined : { unscaled: sign === '-' ? -digits : digits, precision, scale }
}

const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/

/** Epoch milliseconds of an ISO 8601 text with a zone, such as `2025-05-01T00:00:00Z`; undefined where it is none. The same texts as a cast takes. */
export function parseTime(text: string): number | undefined {
  const match = ISO_TIME.exec(text)
  if (match === null) return undefined
  const [, , , , hours, minutes, seconds = '0', fraction = '0', sign, zoneHours = '0', zoneRest = '0'] = match
  const days = parseDay(text.slice(0, 10))
  if (days === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  if (Number(zoneHours) > 23 || Number(zoneRest) > 59) return undefined
  const zoneMinutes = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneRest))
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  return days * DAY_MS + (Number(hours) * 60 + Number(minutes) - zoneMinutes) * 60_000 + Number(seconds) * 1000 + milliseconds
}

/** Days since 1970-01-01 of `YYYY-MM-DD`; undefined where there is no such day. */
export function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null) return undefined
  const [year, month, day] = match.slice(1).map(Number)
  // `Date.UTC` takes years below 100 for years of the 20th century: 400 years later the calendar is the same.
  const days = Date.UTC(year + 400, month - 1, day) / DAY_MS - 146_097
  return year >= 1 && dayText(days) === text ? days : undefined
}

/** `YYYY-MM-DD` */
export function dayText(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10)
}
