import type { DataType } from '../../../../pipeline'
import { fail, type Held } from './held'
import { asDouble, finite, fitting, floor, int64, nearest, ratioOf, rounded, whole } from './numbers'

/** A strict function: no argument is null. `types` are those of the arguments, `type` is the result's. */
export type Strict = (given: readonly Held[], types: readonly DataType[], type: DataType) => Held

type Operation = { readonly doubles: (x: number, y: number) => number; readonly integers: (x: bigint, y: bigint) => bigint }

/** The operation in the result's type: in doubles, in int64, or exactly in decimals. */
const arithmetic =
  ({ doubles, integers }: Operation, aligned: boolean): Strict =>
  ([x, y], [typeX, typeY], type) => {
    if (type.kind === 'double') return finite(doubles(asDouble(x, typeX), asDouble(y, typeY)))
    if (type.kind === 'int64') return int64(integers(whole(x), whole(y)))
    if (!aligned) return fitting(integers(whole(x), whole(y)), type)
    // As wide as needed: only the result has to fit.
    const wide: DataType = { kind: 'decimal', precision: 999, scale: type.kind === 'decimal' ? type.scale : 0 }
    return fitting(integers(rounded(ratioOf(x, typeX), wide), rounded(ratioOf(y, typeY), wide)), type)
  }

const inType = (value: bigint, type: DataType): Held => (type.kind === 'decimal' ? fitting(value, type) : int64(value))

/** To a whole number, by a rule for exact fractions. */
const toWhole =
  (rule: typeof floor): Strict =>
  ([x], [typeX], type) => {
    const value = rule(ratioOf(x, typeX))
    return type.kind === 'double' ? Number(value) : fitting(value, type)
  }

const nonZero = (value: Held): bigint => (whole(value) === 0n ? fail('by zero') : whole(value))

export const ARITHMETIC = {
  add: arithmetic({ doubles: (x, y) => x + y, integers: (x, y) => x + y }, true),
  subtract: arithmetic({ doubles: (x, y) => x - y, integers: (x, y) => x - y }, true),
  multiply: arithmetic({ doubles: (x, y) => x * y, integers: (x, y) => x * y }, false),
  divide: ([x, y], [typeX, typeY]) => {
    const divisor = asDouble(y, typeY)
    return divisor === 0 ? fail('by zero') : finite(asDouble(x, typeX) / divisor)
  },
  integerDivide: ([x, y]) => int64(whole(x) / nonZero(y)),
  modulo: ([x, y]) => whole(x) % nonZero(y),
  negate: ([x], _, type) => (typeof x === 'number' ? -x : inType(-whole(x), type)),
  absolute: ([x], _, type) => (typeof x === 'number' ? Math.abs(x) : inType(whole(x) < 0n ? -whole(x) : whole(x), type)),
  round: ([x], [typeX], type) => (type.kind === 'double' ? Number(nearest(ratioOf(x, typeX))) : rounded(ratioOf(x, typeX), type)),
  floor: toWhole(floor),
  ceiling: toWhole(({ numerator, denominator }) => -floor({ numerator: -numerator, denominator })),
} as const satisfies Readonly<Record<string, Strict>>
