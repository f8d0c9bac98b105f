import fc from 'fast-check'
import type { AggregateSpecification, WindowSpecification } from '../../windowing'
import { type Event, NOT_LAST, TICK } from './support'

/** How much longer than usual random tests run. */
export const RUNS = Number(process.env['STREAMBED_RUNS'] ?? 1)

/** Small grids, so that boundaries are hit all the time. */
export const windows: fc.Arbitrary<WindowSpecification> = fc.oneof(
  fc.record({ kind: fc.constant('tumbling' as const), sizeMs: fc.integer({ min: 1, max: 8 }), offsetMs: fc.integer({ min: -9, max: 9 }) }),
  fc
    .record({ hopMs: fc.integer({ min: 1, max: 4 }), hops: fc.integer({ min: 1, max: 4 }), offsetMs: fc.integer({ min: -9, max: 9 }) })
    .map(({ hopMs, hops, offsetMs }) => ({ kind: 'hopping' as const, sizeMs: hopMs * hops, hopMs, offsetMs })),
  fc.record({ kind: fc.constant('session' as const), gapMs: fc.integer({ min: 1, max: 12 }) }),
)

const event: fc.Arbitrary<Event> = fc.record({
  time: fc.integer({ min: 0, max: 3 }),
  key: fc.constantFrom('a', 'b', 'ab', ''),
  value: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -5, max: 5 }) },
    fc.constant(null),
    fc.constant(2n ** 53n + 1n),
    fc.constant(-(2n ** 60n) - 1n),
  ),
  item: fc.constantFrom('x', 'y', '\u{10000}', '￿', null, true),
  actions: fc.constantFrom(3, 3, 3, 3, 3, TICK, NOT_LAST),
})

/** Mostly rising times, some far back. */
export const streams: fc.Arbitrary<Event[]> = fc
  .array(fc.tuple(event, fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -2, max: 3 }) }, fc.integer({ min: -15, max: 15 }))), {
    maxLength: 40,
  })
  .map(pairs => {
    let now = -10
    return pairs.map(([entry, step]) => {
      now += Math.max(step, -1)
      return { ...entry, item: typeof entry.item === 'string' ? entry.item : null, time: now + Math.min(step, 0) + entry.time }
    })
  })

/** Exact ones of every kind of storage. */
export const aggregates: readonly AggregateSpecification[] = [
  { aggregate: 'count', column: -1, input: 'integer' },
  { aggregate: 'sum', column: 0, input: 'integer', digits: 38 },
  { aggregate: 'avg', column: 0, input: 'integer', divisor: 100 },
  { aggregate: 'min', column: 0, input: 'integer' },
  { aggregate: 'max', column: 0, input: 'integer' },
  { aggregate: 'countDistinct', column: 0, input: 'integer' },
  { aggregate: 'first', column: 0, input: 'integer', keepNulls: false },
  { aggregate: 'last', column: 0, input: 'integer', keepNulls: true },
  { aggregate: 'count', column: 1, input: 'object' },
  { aggregate: 'min', column: 1, input: 'object' },
  { aggregate: 'max', column: 1, input: 'object' },
  { aggregate: 'countDistinct', column: 1, input: 'object' },
  { aggregate: 'first', column: 1, input: 'object', keepNulls: true },
  { aggregate: 'last', column: 1, input: 'object', keepNulls: false },
  { aggregate: 'approxCountDistinct', column: 0, input: 'integer', precision: 6 },
  { aggregate: 'quantile', column: 0, input: 'integer', fraction: 0.5, accuracy: 16 },
  { aggregate: 'topK', column: 1, input: 'object', limit: 2, capacity: 4 },
]
