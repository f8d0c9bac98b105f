/** A point in time or a span of it, in ticks of 100 ns; a datetime's begin at 1970. */
export class Ticks {
  constructor(
    readonly kind: 'datetime' | 'timespan',
    readonly ticks: bigint,
  ) {}
}

/** A decimal; whole numbers alone are written. Its 34 digits hold more than an int64, and products that need more are far beyond one. */
export class Decimal {
  constructor(readonly value: bigint) {}
}

/** A value: a long is a bigint, a real a number, a dynamic a list. A string is never null. */
export type KqlValue = null | boolean | bigint | number | string | Ticks | Decimal | readonly KqlValue[]
export type KqlType = 'bool' | 'datetime' | 'decimal' | 'dynamic' | 'long' | 'real' | 'string'

/** The query fails, as the engine's would; or the model doesn't know what the engine does. */
export class KqlError extends Error {}

export const TICKS_PER_MS = 10_000n

/** Overflow of long: nothing is documented; it is taken to wrap, as .NET's does. */
export const wrapped = (value: bigint): bigint => BigInt.asIntN(64, value)

/** Less than 0, 0 or more than 0. A long and a real are compared as reals. */
export function compared(left: KqlValue, right: KqlValue): number {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0
  if (isNumber(left) && isNumber(right)) return Math.sign(Number(left) - Number(right))
  if (typeof left === 'string' && typeof right === 'string') return left === right ? 0 : left < right ? -1 : 1
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right)
  if (left instanceof Ticks && right instanceof Ticks && left.kind === right.kind) return compared(left.ticks, right.ticks)
  if (left instanceof Decimal && right instanceof Decimal) return compared(left.value, right.value)
  throw new KqlError(`${typeOf(left)} and ${typeOf(right)} are compared`)
}

export const isNumber = (value: KqlValue): value is bigint | number => typeof value === 'bigint' || typeof value === 'number'

/** A text that is equal for equal values, for groups. */
export function keyOf(value: KqlValue): string {
  if (value instanceof Ticks) return `${value.kind}${value.ticks}`
  if (value instanceof Decimal || Array.isArray(value)) throw new KqlError('a decimal or dynamic is grouped by')
  return `${typeof value}${value === 0 ? 0 : String(value)}`
}

export function typeOf(value: KqlValue): string {
  if (value === null) return 'null'
  if (value instanceof Ticks) return value.kind
  if (value instanceof Decimal) return 'decimal'
  if (Array.isArray(value)) return 'dynamic'
  return { bigint: 'long', number: 'real', string: 'string', boolean: 'bool' }[typeof value as string] ?? 'dynamic'
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:\d\d)?$/

/** A datetime's text: ISO 8601, UTC where it has no zone, to 100 ns; null where it is none. */
export function datetimeOf(text: string): Ticks | null {
  const match = TIME.exec(text)
  if (match === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day) || Number(year) < 1) return null
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  date.setUTCHours(Number(hour), Number(minute), Number(second))
  const offset = zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)))
  return new Ticks('datetime', BigInt(date.getTime() - offset * 60_000) * TICKS_PER_MS + BigInt(fraction.padEnd(7, '0').slice(0, 7)))
}
