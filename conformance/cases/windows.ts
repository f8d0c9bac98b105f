import {
  approxCountDistinct,
  avg,
  count,
  countDistinct,
  type Definition,
  type Destination,
  type Events,
  first,
  hopping,
  int64,
  last,
  max,
  min,
  optional,
  pipeline,
  quantile,
  type ShapeOf,
  session,
  source,
  stream,
  string,
  sum,
  timestamp,
  topK,
  tumbling,
} from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import type { Condition, ConformanceCase } from '../case'
import { lines } from './lines'
import { Random } from './random'
import { timesOf } from './times'

const EVENTS = 240
export const MAX_DELAY_MS = 7_000
const MAX_DELAY = '7 seconds'

/** One window of each kind; their borders meet often with the delay. */
export const WINDOWS: Readonly<Record<WindowSpecification['kind'], WindowSpecification>> = {
  tumbling: tumbling('10 seconds'),
  hopping: hopping('20 seconds', { every: '5 seconds' }),
  session: session('5 seconds'),
}

const SCHEMA = { at: timestamp('epoch-ms'), key: string(), n: optional(int64()), name: optional(string()) }
const EVENT_SOURCE = source('events', { schema: SCHEMA, eventTime: 'at', maxDelay: MAX_DELAY })

const grouped = (events: Events<ShapeOf<typeof SCHEMA>>, window: WindowSpecification) => events.groupBy('key').window(window)
type Grouped = ReturnType<typeof grouped>

/** Every aggregate; those that an engine may lack stand alone. */
const AGGREGATES: Readonly<Record<string, { readonly into: (rows: Grouped) => Destination; readonly approximate?: true }>> = {
  'count-sum-avg-min-max': {
    into: rows =>
      rows
        .aggregate({ events: count(), values: count('n'), total: sum('n'), mean: avg('n'), least: min('n'), most: max('n') })
        .into(stream('rows')),
  },
  'text-min-max': { into: rows => rows.aggregate({ names: count('name'), least: min('name'), most: max('name') }).into(stream('rows')) },
  'count-distinct': { into: rows => rows.aggregate({ names: countDistinct('name'), numbers: countDistinct('n') }).into(stream('rows')) },
  'first-last': {
    into: rows =>
      rows
        .aggregate({
          earliest: first('n'),
          latest: last('n'),
          earliestName: first('name', { keepNulls: true }),
          latestName: last('name', { keepNulls: true }),
        })
        .into(stream('rows')),
  },
  'approx-count-distinct': {
    approximate: true,
    into: rows =>
      rows.aggregate({ names: approxCountDistinct('name'), numbers: approxCountDistinct('n', { precision: 10 }) }).into(stream('rows')),
  },
  quantile: {
    approximate: true,
    into: rows => rows.aggregate({ median: quantile('n', 0.5), high: quantile('n', 0.9), least: quantile('n', 0) }).into(stream('rows')),
  },
  'top-k': {
    approximate: true,
    into: rows => rows.aggregate({ names: topK('name', 2), numbers: topK('n', 3) }).into(stream('rows')),
  },
}

interface Circumstance {
  readonly name: string
  readonly disorder: 'calm' | 'boundary' | 'late'
  /** Chance of a null, in percent. */
  readonly nulls: number
  readonly conditions: readonly Condition[]
}

const CIRCUMSTANCES: readonly Circumstance[] = [
  { name: 'on-time', disorder: 'calm', nulls: 0, conditions: [] },
  { name: 'boundary', disorder: 'boundary', nulls: 0, conditions: [] },
  { name: 'nulls', disorder: 'boundary', nulls: 50, conditions: [] },
  { name: 'late', disorder: 'late', nulls: 10, conditions: ['late'] },
]

const NAMES = ['a', 'b', '', 'B', 'ab', 'é', '\uffff', '\u{1f600}'] as const
const NUMBERS = [1, 0, -1, 7, 7, 1000, -250, 2 ** 31] as const

function log(kind: WindowSpecification['kind'], { disorder, nulls }: Circumstance, seed: number): readonly string[] {
  const random = new Random(seed)
  const times = timesOf(EVENTS, random, { window: WINDOWS[kind], maxDelayMs: MAX_DELAY_MS, disorder })
  // A key of its own now and then has windows without any value.
  return lines(
    times.map(at => {
      const key = random.of(['x', 'y', 'y', 'z'])
      const bare = key === 'z' && nulls > 0
      return { at, key, n: bare ? null : random.orNull(nulls, NUMBERS), name: bare ? null : random.orNull(nulls, NAMES) }
    }),
  )
}

function definitionOf(name: string, window: WindowSpecification, into: (rows: Grouped) => Destination): Definition {
  return pipeline(name, EVENT_SOURCE).output(events => into(grouped(events, window))).definition
}

/** Every window kind × every aggregate × {on time, boundary, nulls, late}. */
export function windowCases(): readonly ConformanceCase[] {
  return (['tumbling', 'hopping', 'session'] as const).flatMap((kind, place) =>
    CIRCUMSTANCES.flatMap((circumstance, index) => {
      const partitions = [log(kind, circumstance, 100 * place + index)]
      return Object.entries(AGGREGATES).map(
        ([aggregate, { into, approximate = false }]): ConformanceCase => ({
          name: `${kind}/${aggregate}/${circumstance.name}`,
          definition: definitionOf(`${kind}-${aggregate}`, WINDOWS[kind], into),
          partitions,
          conditions: [...circumstance.conditions, ...(approximate ? (['approximate'] as const) : [])],
        }),
      )
    }),
  )
}
