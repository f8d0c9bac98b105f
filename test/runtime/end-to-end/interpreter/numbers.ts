import type { DataType } from '../../../../pipeline'
import { fail, type Held } from './held'

/** An exact fraction; the denominator is positive. */
interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

const scaleOf = (type: DataType): number => (type.kind === 'decimal' ? type.scale : 0)
const power = (exponent: number): bigint => 10n ** BigInt(exponent)
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

export function whole(value: Held): bigint {
  return typeof value === 'bigint' ? value : fail(`no integer: ${String(value)}`)
}

/** The integer where it is in int64. */
export function int64(value: bigint): bigint {
  return BigInt.asIntN(64, value) === value ? value : fail('outside int64')
}

export function finite(value: number): number {
  return Number.isFinite(value) ? value : fail('not finite')
}

/** The unscaled integer where the decimal type has room for it. */
export function fitting(unscaled: bigint, type: DataType): bigint {
  return type.kind === 'decimal' && magnitude(unscaled) < power(type.precision) ? unscaled : fail('beyond the precision')
}

/** The quotient, halves away from zero. */
export function nearest({ numerator, denominator }: Ratio): bigint {
  const rounded = (2n * magnitude(numerator) + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

export function floor({ numerator, denominator }: Ratio): bigint {
  const quotient = numerator / denominator
  return quotient * denominator > numerator ? quotient - 1n : quotient
}

/** The exact value of a number of any type. */
export function ratioOf(value: Held, type: DataType): Ratio {
  if (typeof value === 'bigint') return { numerator: value, denominator: power(scaleOf(type)) }
  if (typeof value !== 'number') return fail('no number')
  let [numerator, denominator] = [value, 1n]
  for (; !Number.isInteger(numerator); denominator *= 2n) numerator *= 2
  return { numerator: BigInt(numerator), denominator }
}

/** The ratio of a text of digits, point and exponent. */
export function ratioOfText(text: string): Ratio {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e')
  const [before, after = ''] = mantissa.split('.')
  const shift = Number(exponent) - after.length
  const digits = BigInt(before + after)
  return shift < 0 ? { numerator: digits, denominator: power(-shift) } : { numerator: digits * power(shift), denominator: 1n }
}

/** Rounded to a decimal type's scale. */
export function rounded({ numerator, denominator }: Ratio, type: DataType): bigint {
  return fitting(nearest({ numerator: numerator * power(scaleOf(type)), denominator }), type)
}

export function compareRatios(left: Ratio, right: Ratio): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The nearest double; reading decimal text is rounded correctly by the language. */
export function asDouble(value: Held, type: DataType): number {
  if (typeof value === 'bigint') return type.kind === 'decimal' ? Number(`${value}e-${type.scale}`) : Number(value)
  return typeof value === 'number' ? value : fail('no number')
}

/** A number in a type that holds the values of its own. */
export function converted(value: Held, from: DataType, to: DataType): Held {
  if (value === null || from.kind === to.kind) return value === null || to.kind !== 'decimal' ? value : rounded(ratioOf(value, from), to)
  if (to.kind === 'double') return asDouble(value, from)
  return to.kind === 'decimal' ? rounded(ratioOf(value, from), to) : value
}
