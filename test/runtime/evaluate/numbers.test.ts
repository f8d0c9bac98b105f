import fc from 'fast-check'
import type { FunctionName } from '../../../pipeline'
import { cast, DOUBLE, decimal, evaluate, FAILED, given, INT64, int, TEXT, text } from './support'

const LIMIT = 2n ** 63n
const runs = { numRuns: 400 * Number(process.env['STREAMBED_RUNS'] ?? 1) }
const one = (value: bigint): number | bigint => (value >= -(2n ** 53n) + 1n && value < 2n ** 53n ? Number(value) : value)
const int64s = fc.oneof(
  fc.bigInt({ min: -LIMIT, max: LIMIT - 1n }),
  fc.bigInt({ min: -10n, max: 10n }),
  fc.constantFrom(-LIMIT, LIMIT - 1n, 2n ** 53n, 2n ** 53n - 1n, -(2n ** 53n), 3037000500n, -3037000500n),
)

test('integer arithmetic is exact within int64 and fails beyond', () => {
  const naive: readonly (readonly [FunctionName, (a: bigint, b: bigint) => bigint | null])[] = [
    ['add', (a, b) => a + b],
    ['subtract', (a, b) => a - b],
    ['multiply', (a, b) => a * b],
    ['integerDivide', (a, b) => (b === 0n ? null : a / b)],
    ['modulo', (a, b) => (b === 0n ? null : a % b)],
  ]
  fc.assert(
    fc.property(int64s, int64s, (a, b) => {
      for (const [name, exact] of naive) {
        const expected = exact(a, b)
        const fits = expected !== null && expected >= -LIMIT && expected < LIMIT
        expect([name, evaluate(name, int(one(a)), int(one(b)))]).toEqual([name, fits ? one(expected) : FAILED])
      }
      expect(evaluate('negate', int(one(a)))).toEqual(a === -LIMIT ? FAILED : one(-a))
      expect(evaluate('less', int(one(a)), int(one(b)))).toBe(a < b)
      expect(evaluate('equal', int(one(a)), int(one(b)))).toBe(a === b)
    }),
    runs,
  )
})

test('decimals add and multiply exactly, whatever their scales', () => {
  const unscaled = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n })
  const scale = fc.integer({ min: 0, max: 18 })
  fc.assert(
    fc.property(unscaled, scale, unscaled, scale, (a, aScale, b, bScale) => {
      const common = Math.max(aScale, bScale)
      const wide = a * 10n ** BigInt(common - aScale)
      const other = b * 10n ** BigInt(common - bScale)
      const x = given(decimal(18, aScale), one(a))
      const y = given(decimal(18, bScale), one(b))
      expect(evaluate('add', x, y)).toBe(one(wide + other))
      expect(evaluate('subtract', x, y)).toBe(one(wide - other))
      expect(evaluate('multiply', x, y)).toBe(one(a * b))
      expect(evaluate('lessOrEqual', x, y)).toBe(wide <= other)
      expect(evaluate('equal', x, x)).toBe(true)
      expect(evaluate('equal', x, y)).toBe(wide === other)
    }),
    runs,
  )
})

test('a sum beyond 38 digits fails', () => {
  const most = given(decimal(38, 0), 10n ** 38n - 1n)
  expect(evaluate('add', most, most)).toEqual(FAILED)
  expect(evaluate('multiply', most, int(2))).toEqual(FAILED)
})

test('rounding, floor and ceiling', () => {
  const double = (value: number) => given(DOUBLE, value)
  expect([0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, -0.2, 2 ** 52 + 0.5].map(value => evaluate('round', double(value)))).toEqual([
    1,
    -1,
    2,
    3,
    -3,
    0,
    0,
    2 ** 52 + 0.5,
  ])
  expect([evaluate('floor', double(-0.5)), evaluate('ceiling', double(-0.5)), evaluate('negate', double(0))]).toEqual([-1, 0, 0])
  const cents = (value: number) => given(decimal(6, 2), value)
  const digits = { type: INT64, value: 1, literal: true }
  expect([125, -125, 124, 5, -5].map(value => evaluate('round', cents(value), digits))).toEqual([13, -13, 12, 1, -1])
  expect(
    [125, -125, 200, -200].map(value => [
      evaluate('floor', cents(value)),
      evaluate('ceiling', cents(value)),
      evaluate('round', cents(value)),
    ]),
  ).toEqual([
    [1, 2, 1],
    [-2, -1, -1],
    [2, 2, 2],
    [-2, -2, -2],
  ])
  expect(evaluate('absolute', cents(-5))).toBe(5)
})

test('division gives doubles, and fails by zero or where it is not finite', () => {
  expect(evaluate('divide', int(1), int(4))).toBe(0.25)
  expect(evaluate('divide', int(2n ** 62n), given(DOUBLE, 2))).toBe(2 ** 61)
  expect(evaluate('divide', int(1), int(0))).toEqual(FAILED)
  expect(evaluate('divide', given(DOUBLE, 1e308), given(DOUBLE, 0.1))).toEqual(FAILED)
  expect(evaluate('add', given(DOUBLE, 1e308), given(DOUBLE, 1e308))).toEqual(FAILED)
  expect(evaluate('add', int(1), given(DOUBLE, 0.5))).toBe(1.5)
  expect(evaluate('multiply', given(decimal(4, 2), 150), given(DOUBLE, 2))).toBe(3)
  expect(evaluate('divide', int(null), int(0))).toBeNull()
})

test('numbers of different types compare by exact value', () => {
  expect(evaluate('equal', int(2n ** 53n + 1n), given(DOUBLE, 2 ** 53))).toBe(false)
  expect(evaluate('equal', int(2n ** 60n), given(DOUBLE, 2 ** 60))).toBe(true)
  expect(evaluate('greater', int(2n ** 53n + 1n), given(DOUBLE, 2 ** 53))).toBe(true)
  // 0.1 as a double is a little more than a tenth
  expect(evaluate('less', given(decimal(2, 1), 1), given(DOUBLE, 0.1))).toBe(true)
  expect(evaluate('equal', given(decimal(2, 1), 5), given(DOUBLE, 0.5))).toBe(true)
  expect(evaluate('greaterOrEqual', given(DOUBLE, -0.75), given(decimal(3, 2), -76))).toBe(true)
  expect(evaluate('less', given(decimal(3, 2), -76), given(DOUBLE, 5e-324))).toBe(true)
  expect(evaluate('equal', given(decimal(3, 2), 200), int(2))).toBe(true)
  expect(evaluate('in', int(2), given(decimal(3, 2), 200), given(DOUBLE, 1))).toBe(true)
  expect(evaluate('in', int(2n ** 60n), given(DOUBLE, 2 ** 60))).toBe(true)
  expect(evaluate('equal', given(DOUBLE, 0), given(DOUBLE, -0))).toBe(true)
})

test('casts between numbers and texts', () => {
  const price = decimal(5, 2)
  expect(
    ['1', '-007', '+5', '9223372036854775807', '9223372036854775808', '', '1.0', '1e3', `${'0'.repeat(1000)}1`].map(value =>
      cast(text(value), INT64),
    ),
  ).toEqual([1, -7, 5, LIMIT - 1n, FAILED, FAILED, FAILED, FAILED, 1])
  expect(
    ['1.005', '-1.005', '1.0049', '5e-3', '4e-3', '99999e-2', '999.995', '1e999999999999', '0e999', '.5', '1e-999999'].map(value =>
      cast(text(value), price),
    ),
  ).toEqual([101, -101, 100, 1, 0, 99999, FAILED, FAILED, 0, FAILED, 0])
  expect(['1e3', '-0.5', '1e999', 'NaN', '01'].map(value => cast(text(value), DOUBLE))).toEqual([1000, -0.5, FAILED, FAILED, FAILED])
  expect([1.005, -0.125, 999.995, 5e-324].map(value => cast(given(DOUBLE, value), price))).toEqual([101, -13, FAILED, 0])
  expect([1.9, -1.9, 2 ** 63, -(2 ** 63), -0.5].map(value => cast(given(DOUBLE, value), INT64))).toEqual([1, -1, FAILED, -LIMIT, 0])
  expect([199, -199].map(value => cast(given(price, value), INT64))).toEqual([1, -1])
  expect(cast(given(price, -5), TEXT)).toBe('-0.05')
  expect(cast(given(decimal(20, 0), 10n ** 19n), INT64)).toEqual(FAILED)
  expect(cast(int(1000), price)).toEqual(FAILED)
  expect(cast(given(price, 125), decimal(2, 1))).toBe(13)
  expect(cast(int(LIMIT - 1n), DOUBLE)).toBe(2 ** 63)
  expect(cast(int(-(2n ** 60n)), TEXT)).toBe('-1152921504606846976')
  expect(cast(int(null), TEXT)).toBeNull()
})
