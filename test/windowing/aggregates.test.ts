import { type AggregateSpecification, createMergeOperator, createPartialOperator, createWindowOperator } from '../../windowing'
import { Collected, deliver, type Event, messagesOf, run, specificationOf } from './support'

const window = { kind: 'hopping', sizeMs: 20, hopMs: 10, offsetMs: 0 } as const

/** The value of the window [0, 20), whose events come from two panes. */
function resultOf(aggregate: AggregateSpecification, events: readonly Event[]): unknown {
  const { rows, problems } = run(createWindowOperator(specificationOf(window, [aggregate], 1000)), events)
  const problem = problems.find(text => text.startsWith('0 20 '))
  return problem ?? rows.find(([start]) => start === 0)?.[4]
}

const numbers = (...values: readonly (number | bigint | null)[]): Event[] =>
  values.map((value, place) => ({ time: (place * 10) % 20, value }))
const items = (...values: readonly unknown[]): Event[] => values.map((item, place) => ({ time: (place * 10) % 20, item }))
const integer = { column: 0, input: 'integer' } as const
const double = { column: 0, input: 'double' } as const
const object = { column: 1, input: 'object' } as const
const most = 2n ** 63n - 1n

test('sums of integers are exact; outside int64 there is no row', () => {
  const sum = { aggregate: 'sum', ...integer } as const
  expect(resultOf(sum, numbers(2 ** 53 - 1, 2 ** 53 - 1, 3))).toBe(2n ** 54n + 1n)
  expect(resultOf(sum, numbers(2 ** 53 - 1, 1, -1))).toBe(2 ** 53 - 1)
  expect(resultOf(sum, numbers(most, 5, -5))).toBe(most)
  expect(resultOf(sum, numbers(most, most, -most - 1n, -most - 1n))).toBe(-2)
  expect(resultOf(sum, numbers(most, 1))).toBe(
    '0 20 k 2 the sum is 9223372036854775808, but must fit into int64, −2^63 to 2^63 − 1 (aggregate 0)',
  )
  expect(resultOf(sum, numbers(-most, -2))).toMatch('the sum is -9223372036854775809')
  expect(resultOf(sum, numbers(null, null))).toBeNull()
})

test('sums of decimals have digits instead', () => {
  const sum = { aggregate: 'sum', ...integer, digits: 38 } as const
  expect(resultOf(sum, numbers(10n ** 37n, 1, most))).toBe(10n ** 37n + most + 1n)
  expect(resultOf(sum, numbers(10n ** 38n - 1n, 1))).toMatch('must fit into 38 digits')
  expect(resultOf({ ...sum, digits: 3 }, numbers(999, 1))).toMatch('must fit into 3 digits')
})

test('averages of integers divide the exact sum', () => {
  const average = { aggregate: 'avg', ...integer, divisor: 100 } as const
  expect(resultOf(average, numbers(150, null, 250))).toBe(2)
  expect(resultOf(average, numbers(most, most))).toBe(Number(most) / 100)
  expect(resultOf(average, numbers(null))).toBeNull()
})

test('doubles that leave their range give no row', () => {
  expect(resultOf({ aggregate: 'sum', ...double }, numbers(0.5, 0.25))).toBe(0.75)
  expect(resultOf({ aggregate: 'sum', ...double }, numbers(1e308, 1e308))).toMatch('the sum of doubles is Infinity, but must be finite')
  expect(resultOf({ aggregate: 'avg', ...double, divisor: 1 }, numbers(1e308, 1e308))).toMatch('the average of doubles is Infinity')
})

test('min and max are exact beyond 2^53 and skip nulls', () => {
  const [low, high] = [2n ** 53n + 1n, 2n ** 53n + 2n]
  expect(resultOf({ aggregate: 'min', ...integer }, numbers(high, low, null))).toBe(low)
  expect(resultOf({ aggregate: 'max', ...integer }, numbers(high, low, 2n ** 53n + 3n))).toBe(2n ** 53n + 3n)
  expect(resultOf({ aggregate: 'max', ...integer }, numbers(low, 5, low))).toBe(low)
  expect(resultOf({ aggregate: 'min', ...integer }, numbers(low, 5))).toBe(5)
  expect(resultOf({ aggregate: 'min', ...integer }, numbers(null))).toBeNull()
  expect(resultOf({ aggregate: 'min', ...object }, items('b', '\u{10000}', '￿', null))).toBe('b')
  expect(resultOf({ aggregate: 'max', ...object }, items('b', '\u{10000}', '￿', null))).toBe('\u{10000}')
  expect(resultOf({ aggregate: 'max', ...object }, items(null))).toBeNull()
})

test('countDistinct is exact for every type, and zero is one value', () => {
  expect(resultOf({ aggregate: 'countDistinct', ...double }, numbers(0, -0, 1, null, 1))).toBe(2)
  expect(resultOf({ aggregate: 'countDistinct', ...integer }, numbers(2n ** 53n + 1n, 2 ** 53 - 1, 2n ** 53n + 1n))).toBe(2)
  expect(resultOf({ aggregate: 'countDistinct', ...object }, items('a', 'b', 'a', null))).toBe(2)
  expect(resultOf({ aggregate: 'countDistinct', ...object }, items(Uint8Array.of(1), Uint8Array.of(1), Uint8Array.of(2)))).toBe(2)
  expect(resultOf({ aggregate: 'countDistinct', ...object }, items([1, 0], [1, -0], [1]))).toBe(2)
  expect(resultOf({ aggregate: 'countDistinct', ...object }, items({ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 }))).toBe(2)
  expect(resultOf({ aggregate: 'countDistinct', ...object }, items(null))).toBe(0)
})

test('first and last go by time, then by place in the log', () => {
  const events = [
    { time: 5, value: 1 },
    { time: 3, value: 2 },
    { time: 3, value: 3 },
    { time: 15, value: 4 },
    { time: 15, value: 5 },
    { time: 16, value: null },
    { time: 2, value: null },
  ]
  expect(resultOf({ aggregate: 'first', ...integer, keepNulls: false }, events)).toBe(2)
  expect(resultOf({ aggregate: 'last', ...integer, keepNulls: false }, events)).toBe(5)
  expect(resultOf({ aggregate: 'first', ...integer, keepNulls: true }, events)).toBeNull()
  expect(resultOf({ aggregate: 'last', ...integer, keepNulls: true }, events)).toBeNull()
  expect(resultOf({ aggregate: 'last', ...integer, keepNulls: true }, numbers(7, 2n ** 60n + 1n))).toBe(2n ** 60n + 1n)
  expect(resultOf({ aggregate: 'first', ...object, keepNulls: false }, items(null, { a: [1] }))).toEqual({ a: [1] })
})

test('first and last of equal times go by partition', () => {
  const aggregates = [
    { aggregate: 'first', ...integer, keepNulls: false },
    { aggregate: 'last', ...integer, keepNulls: false },
  ] as const
  const rows = [[1, 0] as const, [0, 1] as const].map(order => {
    const merge = createMergeOperator({ window, aggregates, producers: 2 })
    const collected = new Collected()
    for (const producer of order) {
      const partial = createPartialOperator({ window, aggregates, maxDelayMs: 0, partitionIndex: producer })
      for (const message of messagesOf(partial, [{ time: 5, value: producer + 10 }])) deliver(merge, producer, message, 0, collected)
    }
    return collected.rows[0]
  })
  expect(rows).toEqual([
    [-10, 10, 'k', 0, 10, 11],
    [-10, 10, 'k', 0, 10, 11],
  ])
})

test('sketches: nothing gives null or an empty list', () => {
  expect(resultOf({ aggregate: 'approxCountDistinct', ...integer, precision: 12 }, numbers(null))).toBeNull()
  expect(resultOf({ aggregate: 'quantile', ...integer, fraction: 0.5, accuracy: 200 }, numbers(null))).toBeNull()
  expect(resultOf({ aggregate: 'topK', ...object, limit: 2, capacity: 10 }, items(null))).toEqual([])
  expect(Math.round(Number(resultOf({ aggregate: 'approxCountDistinct', ...integer, precision: 12 }, numbers(1, 2, 3, 1))))).toBe(3)
  expect(Math.round(Number(resultOf({ aggregate: 'approxCountDistinct', ...object, precision: 12 }, items([1], [1], [2]))))).toBe(2)
  expect(resultOf({ aggregate: 'quantile', ...double, fraction: 0.5, accuracy: 200 }, numbers(1, 2, 3))).toBe(2)
  expect(resultOf({ aggregate: 'topK', ...object, limit: 1, capacity: 10 }, items('a', 'b', 'b'))).toEqual([{ value: 'b', count: 2 }])
})

test('refuses inputs that an aggregate does not take', () => {
  expect(() => createWindowOperator(specificationOf(window, [{ aggregate: 'sum', ...object }]))).toThrow(
    'sum got an input of objects, but takes integers or doubles',
  )
  expect(() => resultOf({ aggregate: 'min', column: 1, input: 'integer' }, items('a'))).toThrow(
    'input column 1 is object, but the aggregate takes numbers: give a column of that kind',
  )
})
