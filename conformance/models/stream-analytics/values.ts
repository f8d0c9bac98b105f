import { type ExactJson, NumberText } from '../../expected/exact-json'

/** 100 nanoseconds since 1970, as a datetime holds. */
export class DateTime {
  constructor(readonly ticks: bigint) {}
}

export type AsaValue = null | bigint | number | string | boolean | DateTime | readonly AsaValue[] | ReadonlyMap<string, AsaValue>

export const TICKS_PER_MS = 10_000n
const LEAST_INT64 = -(2n ** 63n)
const MOST_INT64 = 2n ** 63n - 1n
const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/

/** What stops a job: the event, or all of it. */
export class AsaError extends Error {}

export function isInt64(value: bigint): boolean {
  return value >= LEAST_INT64 && value <= MOST_INT64
}

/** "number: integer converted to 64 bit signed integer; fraction to float", https://learn.microsoft.com/stream-analytics-query/data-types-azure-stream-analytics */
export function valueOfJson(json: ExactJson): AsaValue {
  if (json instanceof NumberText) {
    if (!/^-?\d+$/.test(json.text)) return Number(json.text)
    const whole = BigInt(json.text)
    if (!isInt64(whole)) throw new AsaError('InputDeserializationError: an integer outside of bigint')
    return whole
  }
  if (Array.isArray(json)) return json.map(valueOfJson)
  if (json instanceof Map) return new Map([...json].map(([name, value]) => [name, valueOfJson(value)]))
  return json as null | boolean | string
}

/** undefined: it can't be converted. */
export function converted(value: AsaValue, type: string): AsaValue | undefined {
  if (value === null) return null
  switch (type) {
    case 'bigint':
      return toBigint(value)
    case 'float':
      return toFloat(value)
    case 'nvarchar(max)':
      return toText(value)
    case 'bit':
      return toBit(value)
    case 'datetime':
      return toDateTime(value)
  }
  return undefined
}

function toBigint(value: AsaValue): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined
    const whole = BigInt(Math.trunc(value))
    return isInt64(whole) ? whole : undefined
  }
  if (typeof value !== 'string' || !/^\s*[+-]?\d+\s*$/.test(value)) return undefined
  const whole = BigInt(value.trim().replace('+', ''))
  return isInt64(whole) ? whole : undefined
}

function toFloat(value: AsaValue): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return undefined
  return Number(value)
}

function toText(value: AsaValue): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return value instanceof DateTime ? isoText(value) : undefined
}

function toBit(value: AsaValue): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value) !== 0
  return value === 'true' || value === 'false' ? value === 'true' : undefined
}

export function toDateTime(value: AsaValue): DateTime | undefined {
  if (value instanceof DateTime) return value
  const match = typeof value === 'string' ? TIME.exec(value) : null
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, zoneHours = '0', zoneMinutes = '0'] = match
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && Number(year) >= 1
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Number(zoneMinutes) > 59) return undefined
  date.setUTCHours(Number(hour), Number(minute), Number(second))
  const zone = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000
  return new DateTime(BigInt(date.getTime() - zone) * TICKS_PER_MS + BigInt(fraction.padEnd(7, '0')))
}

/** Milliseconds, toward minus infinity. */
export function millisecondsOf({ ticks }: DateTime): bigint {
  const rest = ((ticks % TICKS_PER_MS) + TICKS_PER_MS) % TICKS_PER_MS
  return (ticks - rest) / TICKS_PER_MS
}

export function isoText(value: DateTime): string {
  const milliseconds = millisecondsOf(value)
  const fraction = String(value.ticks - milliseconds * TICKS_PER_MS).padStart(4, '0')
  return new Date(Number(milliseconds)).toISOString().replace('Z', `${fraction}Z`)
}

/** Less than 0, 0 or more than 0; undefined for types that are not compared. A bigint and a float are compared as floats. */
export function compared(left: AsaValue, right: AsaValue): number | undefined {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0
  if (isNumber(left) && isNumber(right)) return Math.sign(Number(left) - Number(right))
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right)
  if (left instanceof DateTime && right instanceof DateTime) return left.ticks < right.ticks ? -1 : left.ticks > right.ticks ? 1 : 0
  return undefined
}

export const isNumber = (value: AsaValue): value is bigint | number => typeof value === 'bigint' || typeof value === 'number'

/** A text that is equal for equal values. */
export function keyOf(value: AsaValue): string {
  if (isNumber(value)) return `n${Number(value) === 0 ? 0 : value}`
  if (value instanceof DateTime) return `t${value.ticks}`
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`
  return `${typeof value}${JSON.stringify(value)}`
}
