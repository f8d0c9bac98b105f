import { decimal, double, int64, optional, source } from '../../../pipeline'
import type { ConformanceCase } from '../../case'
import { type Member, Verbatim } from '../lines'
import { BASE, crossed, expressionCases, TIMES } from './table'

const number = (json: string): Member => new Verbatim(json)

const INTEGERS: readonly Member[] = [
  null,
  0,
  1,
  -1,
  7,
  -7,
  3,
  10,
  2 ** 31,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
]
const DOUBLES: readonly Member[] = [
  null,
  0,
  1,
  -1,
  0.1,
  0.2,
  0.5,
  1.5,
  2.5,
  -2.5,
  -0.5,
  1e-7,
  1e15,
  123456.789,
  number('1e300'),
  number('-1e300'),
  number('5e-324'),
]
const DECIMALS: readonly Member[] = [
  null,
  ...['0.00', '0.01', '-0.01', '1.50', '2.50', '-2.50', '0.05', '12345678.90', '9999999999.99', '-9999999999.99'].map(number),
]

const integers = source('integers', { schema: { ...BASE, x: optional(int64()), y: optional(int64()) }, ...TIMES })
const doubles = source('doubles', { schema: { ...BASE, x: optional(double()), y: optional(double()) }, ...TIMES })
const decimals = source('decimals', { schema: { ...BASE, x: optional(decimal(12, 2)), y: optional(decimal(12, 2)) }, ...TIMES })
const mixed = source('mixed', {
  schema: { ...BASE, n: optional(int64()), d: optional(double()), p: optional(decimal(12, 2)) },
  ...TIMES,
})

/** Arithmetic on each type of numbers, with its ends. */
export function numberCases(): readonly ConformanceCase[] {
  return [
    ...expressionCases({
      topic: 'numbers/int64-',
      source: integers,
      records: crossed(INTEGERS),
      outputs: {
        add: ({ x, y }) => ({ sum: x.plus(y), more: x.plus(5) }),
        subtract: ({ x, y }) => ({ difference: x.minus(y), less: x.minus(5) }),
        multiply: ({ x, y }) => ({ product: x.times(y), opposite: x.times(-1) }),
        negate: ({ x }) => ({ negative: x.negate() }),
        absolute: ({ x }) => ({ size: x.absolute() }),
      },
    }),
    ...expressionCases({
      topic: 'numbers/int64-',
      source: integers,
      records: crossed(INTEGERS),
      outputs: {
        divide: ({ x, y }) => ({ quotient: x.dividedBy(y), half: x.dividedBy(2), third: x.dividedBy(3) }),
        'integer-divide': ({ x, y }) => ({
          quotient: x.integerDividedBy(y),
          half: x.integerDividedBy(2),
          opposite: x.integerDividedBy(-3),
        }),
        modulo: ({ x, y }) => ({ rest: x.modulo(y), bit: x.modulo(2), other: x.modulo(-3) }),
      },
    }),
    ...expressionCases({
      topic: 'numbers/double-',
      source: doubles,
      records: crossed(DOUBLES),
      outputs: {
        add: ({ x, y }) => ({ sum: x.plus(y), more: x.plus(0.1) }),
        subtract: ({ x, y }) => ({ difference: x.minus(y), less: x.minus(0.1) }),
        multiply: ({ x, y }) => ({ product: x.times(y), third: x.times(0.3) }),
        negate: ({ x }) => ({ negative: x.negate() }),
        absolute: ({ x }) => ({ size: x.absolute() }),
        round: ({ x }) => ({ rounded: x.round() }),
        floor: ({ x }) => ({ below: x.floor() }),
        ceiling: ({ x }) => ({ above: x.ceiling() }),
      },
    }),
    ...expressionCases({
      topic: 'numbers/double-',
      source: doubles,
      records: crossed(DOUBLES),
      outputs: { divide: ({ x, y }) => ({ quotient: x.dividedBy(y), third: x.dividedBy(3) }) },
    }),
    ...expressionCases({
      topic: 'numbers/decimal-',
      source: decimals,
      records: crossed(DECIMALS),
      outputs: {
        add: ({ x, y }) => ({ sum: x.plus(y), more: x.plus('0.001') }),
        subtract: ({ x, y }) => ({ difference: x.minus(y), less: x.minus(1) }),
        multiply: ({ x, y }) => ({ product: x.times(y), third: x.times('0.333') }),
        negate: ({ x }) => ({ negative: x.negate() }),
        absolute: ({ x }) => ({ size: x.absolute() }),
        round: ({ x }) => ({ whole: x.round(), one: x.round(1), two: x.round(2) }),
        floor: ({ x }) => ({ below: x.floor() }),
        ceiling: ({ x }) => ({ above: x.ceiling() }),
      },
    }),
    ...expressionCases({
      topic: 'numbers/mixed-',
      source: mixed,
      records: INTEGERS.flatMap((n, index) => [
        { n, d: DOUBLES[index], p: DECIMALS[index % DECIMALS.length] },
        { n, d: DOUBLES[(index + 5) % 14], p: DECIMALS[(index + 3) % DECIMALS.length] },
      ]),
      outputs: {
        'int64-double': ({ n, d }) => ({ sum: n.plus(d), product: d.times(n), quotient: d.dividedBy(7) }),
        'int64-decimal': ({ n, p }) => ({ sum: n.plus(p), difference: p.minus(n) }),
        'decimal-double': ({ p, d }) => ({ sum: p.plus(d), product: d.times(p) }),
        compare: ({ n, d, p }) => ({ a: n.lt(d), b: d.gte(p), c: p.eq(n), d2: n.eq(d) }),
      },
    }),
  ]
}
