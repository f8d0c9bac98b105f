import { avg, count, hopping, int64, optional, pipeline, session, source, stream, string, sum, timestamp, tumbling } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import type { Condition, ConformanceCase } from '../case'
import { lines } from './lines'
import { Random } from './random'
import { MIDNIGHT_MS, timesOf } from './times'

const EVENTS = 160

interface Shape {
  readonly name: string
  readonly window: WindowSpecification
  readonly maxDelayMs: number
  /** Where the times begin; default `MIDNIGHT_MS`. */
  readonly origin?: number
  readonly conditions?: readonly Condition[]
}

const DAY = 86_400_000

/** Sizes, offsets and delays that engines write in other ways, or not at all. */
const SHAPES: readonly Shape[] = [
  { name: 'tumbling-offset', window: tumbling('1 minute', { offset: '15 seconds' }), maxDelayMs: 20_000 },
  { name: 'tumbling-milliseconds', window: tumbling('250 ms'), maxDelayMs: 99 },
  { name: 'tumbling-1-ms', window: tumbling('1 ms'), maxDelayMs: 3 },
  { name: 'tumbling-hour', window: tumbling('1 hour', { offset: 1_800_001 }), maxDelayMs: 600_000 },
  { name: 'tumbling-days', window: tumbling('7 days', { offset: '3 days' }), maxDelayMs: 3 * DAY },
  { name: 'tumbling-no-delay', window: tumbling('10 seconds'), maxDelayMs: 0 },
  { name: 'hopping-offset', window: hopping('1 minute', { every: '20 seconds', offset: '7 seconds' }), maxDelayMs: 25_000 },
  { name: 'hopping-equal', window: hopping('10 seconds', { every: '10 seconds' }), maxDelayMs: 5_000 },
  { name: 'hopping-milliseconds', window: hopping('500 ms', { every: '125 ms' }), maxDelayMs: 200 },
  { name: 'hopping-many', window: hopping('1 minute', { every: '2 seconds' }), maxDelayMs: 10_000 },
  { name: 'hopping-days', window: hopping('2 days', { every: '12 hours' }), maxDelayMs: DAY },
  { name: 'session-2-ms', window: session(2), maxDelayMs: 5 },
  { name: 'session-long', window: session('1 day'), maxDelayMs: 2 * DAY },
  { name: 'session-no-delay', window: session('10 seconds'), maxDelayMs: 0 },
  { name: 'session-milliseconds', window: session('1234 ms'), maxDelayMs: 777 },
]

/** Times that engines count from another origin for, or whose remainders are negative. */
const RANGES: readonly Shape[] = [
  { name: 'tumbling-negative', window: tumbling('10 seconds'), maxDelayMs: 7_000, origin: -200_000, conditions: ['negative-times'] },
  {
    name: 'hopping-negative',
    window: hopping('20 seconds', { every: '5 seconds' }),
    maxDelayMs: 7_000,
    origin: -200_000,
    conditions: ['negative-times'],
  },
  { name: 'session-negative', window: session('5 seconds'), maxDelayMs: 7_000, origin: -100_000, conditions: ['negative-times'] },
  {
    name: 'tumbling-odd-negative',
    window: tumbling('250 ms', { offset: 7 }),
    maxDelayMs: 99,
    origin: -9_999,
    conditions: ['negative-times'],
  },
  { name: 'tumbling-1850', window: tumbling('1 day'), maxDelayMs: DAY, origin: -3_786_912_000_000, conditions: ['negative-times'] },
  { name: 'tumbling-year-3', window: tumbling('1 hour'), maxDelayMs: 60_000, origin: -62_070_000_000_000, conditions: ['negative-times'] },
  { name: 'tumbling-2040', window: tumbling('1 minute'), maxDelayMs: 30_000, origin: 2_208_988_800_000 },
  { name: 'session-2300', window: session('5 seconds'), maxDelayMs: 7_000, origin: 10_413_792_000_000 },
  { name: 'hopping-9990', window: hopping('1 hour', { every: '15 minutes' }), maxDelayMs: 900_000, origin: 253_086_768_000_000 },
]

/** All of one millisecond, or of few: order and counts must not depend on time alone. */
const DUPLICATES: readonly Shape[] = [
  { name: 'tumbling-duplicates', window: tumbling('10 seconds'), maxDelayMs: 7_000 },
  { name: 'session-duplicates', window: session('5 seconds'), maxDelayMs: 7_000 },
]

const schema = { at: timestamp('epoch-ms'), key: string(), n: optional(int64()) }

function caseOf(
  topic: string,
  { name, window, maxDelayMs, conditions = [] }: Shape,
  times: readonly number[],
  random: Random,
): ConformanceCase {
  const events = source('events', { schema, eventTime: 'at', maxDelay: maxDelayMs })
  const { definition } = pipeline(name, events).output(all =>
    all
      .groupBy('key')
      .window(window)
      .aggregate({ events: count(), total: sum('n'), mean: avg('n') })
      .into(stream('rows')),
  )
  const records = times.map(at => ({ at, key: random.of(['x', 'y', 'z']), n: random.orNull(15, [1, 2, 5, -7, 100]) }))
  return { name: `${topic}/${name}`, definition, partitions: [lines(records)], conditions }
}

function ofShapes(topic: string, shapes: readonly Shape[], seed: number): readonly ConformanceCase[] {
  return shapes.map((shape, index) => {
    const random = new Random(seed + index)
    const { window, maxDelayMs, origin = MIDNIGHT_MS } = shape
    return caseOf(topic, shape, timesOf(EVENTS, random, { window, maxDelayMs, disorder: 'boundary', origin }), random)
  })
}

/** Windows of all sizes and offsets, times of all ages, and many events of one time. */
export function shapeCases(): readonly ConformanceCase[] {
  const duplicates = DUPLICATES.map((shape, index) => {
    const random = new Random(2_300 + index)
    const times = Array.from({ length: EVENTS }, (_, place) => MIDNIGHT_MS + Math.floor(place / 20) * 5_000)
    return caseOf('window-shapes', shape, times, random)
  })
  return [...ofShapes('window-shapes', SHAPES, 2_000), ...ofShapes('time-ranges', RANGES, 2_100), ...duplicates]
}
