import { fail } from './failure'
import type { Integer } from './integers'
import { decimalText, toDecimal, toInt64, toInteger } from './integers'

const POWERS: readonly bigint[] = Array.from({ length: 80 }, (_, exponent) => 10n ** BigInt(exponent))

/** 10 to the power, 0 to 79. */
export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent]
}

/** To a scale that is not smaller: exact. */
export function widenScale(unscaled: Integer, fromScale: number, toScale: number): bigint {
  return BigInt(unscaled) * powerOfTen(toScale - fromScale)
}

/** Quotient by a power of ten, halves away from zero. */
function divideRounded(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor
  const rest = value % divisor
  const twice = (rest < 0n ? -rest : rest) * 2n
  return twice < divisor ? quotient : value < 0n ? quotient - 1n : quotient + 1n
}

/** To any scale, halves away from zero, into the precision. */
export function rescale(unscaled: Integer, fromScale: number, toScale: number, precision: number): Integer {
  const value =
    toScale >= fromScale ? widenScale(unscaled, fromScale, toScale) : divideRounded(BigInt(unscaled), powerOfTen(fromScale - toScale))
  return toDecimal(value, precision, toScale, 'a decimal conversion')
}

export function addDecimal(a: Integer, aScale: number, b: Integer, bScale: number, precision: number): Integer {
  const scale = Math.max(aScale, bScale)
  if (aScale === bScale && precision > 16 && typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b
  return toDecimal(widenScale(a, aScale, scale) + widenScale(b, bScale, scale), precision, scale, 'add')
}

export function subtractDecimal(a: Integer, aScale: number, b: Integer, bScale: number, precision: number): Integer {
  const scale = Math.max(aScale, bScale)
  if (aScale === bScale && precision > 16 && typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a - b)) return a - b
  return toDecimal(widenScale(a, aScale, scale) - widenScale(b, bScale, scale), precision, scale, 'subtract')
}

export function multiplyDecimal(a: Integer, b: Integer, precision: number, scale: number): Integer {
  if (precision > 16 && typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a * b)) return a * b + 0
  return toDecimal(BigInt(a) * BigInt(b), precision, scale, 'multiply')
}

export function floorDecimal(unscaled: Integer, scale: number): Integer {
  const value = BigInt(unscaled)
  const divisor = powerOfTen(scale)
  return toInteger(value < 0n ? -((-value + divisor - 1n) / divisor) : value / divisor)
}

export function ceilingDecimal(unscaled: Integer, scale: number): Integer {
  const value = BigInt(unscaled)
  const divisor = powerOfTen(scale)
  return toInteger(value > 0n ? (value + divisor - 1n) / divisor : value / divisor)
}

/** The nearest double, ties to even. */
export function decimalToDouble(unscaled: Integer, scale: number): number {
  return Number(decimalText(unscaled, scale))
}

/** Truncated toward zero. */
export function decimalToInt64(unscaled: Integer, scale: number): Integer {
  return toInt64(BigInt(unscaled) / powerOfTen(scale), 'cast to int64')
}

export function compareDecimals(a: Integer, aScale: number, b: Integer, bScale: number): number {
  const scale = Math.max(aScale, bScale)
  const left = aScale === scale ? a : widenScale(a, aScale, scale)
  const right = bScale === scale ? b : widenScale(b, bScale, scale)
  return left < right ? -1 : left > right ? 1 : 0
}

/** By exact value: a finite double is an integer times a power of two. */
export function compareDecimalWithDouble(unscaled: Integer, scale: number, double: number): number {
  const whole = Math.floor(double)
  const atWhole = compareDecimals(unscaled, scale, toInteger(BigInt(whole)), 0)
  if (atWhole < 0 || whole === double) return atWhole
  // scaled by 2 until the fraction is gone: at most 1074 times
  let fraction = double - whole
  let twos = 0n
  while (fraction !== Math.floor(fraction)) {
    fraction *= 2
    twos++
  }
  const left = BigInt(unscaled) - BigInt(whole) * powerOfTen(scale)
  const right = BigInt(fraction) * powerOfTen(scale)
  const scaled = left << twos
  return scaled < right ? -1 : scaled > right ? 1 : 0
}

const JSON_NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** A JSON number as decimal(precision, scale), rounded halves away from zero; undefined where the text is no number. Cost is linear in the text. */
export function parseDecimal(text: string, precision: number, scale: number): Integer | undefined {
  const match = JSON_NUMBER.exec(text)
  if (match === null) return undefined
  const fraction = match[3] ?? ''
  const digits = (match[2] + fraction).replace(/^0+/, '')
  const shift = Number(match[4] ?? 0) - fraction.length + scale
  if (digits === '') return 0
  const length = digits.length + shift
  if (length > 39) return fail(`${shorten(text)} is beyond decimal(${precision}, ${scale})`)
  if (length < 0) return 0
  const kept = BigInt(shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, length) || '0')
  const rounded = shift < 0 && digits[length] >= '5' ? kept + 1n : kept
  return toDecimal(match[1] === '-' ? -rounded : rounded, precision, scale, 'cast to decimal')
}

/** For messages: the text in quotes, at most 40 units of it. */
export function shorten(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}
