import { date, int64, optional, source, TIME_PARTS, TRUNCATE_UNITS, timestamp } from '../../../pipeline'
import type { ConformanceCase } from '../../case'
import { BASE, expressionCases, TIMES } from './table'

const NEAR = [
  null,
  '1970-01-01T00:00:00.000Z',
  '1970-01-01T00:00:00.001Z',
  '1969-12-31T23:59:59.999Z',
  '1972-06-30T23:59:59.500Z',
  '1999-12-31T23:59:59.999Z',
  '2000-02-29T12:00:00.000Z',
  '2020-12-31T01:02:03.004Z',
  '2021-01-03T23:00:00.000Z',
  '2023-01-01T00:00:00.000Z',
  '2024-02-29T12:34:56.789Z',
  '2024-07-01T00:00:00.000Z',
  '2024-12-30T00:00:00.000Z',
  '2038-01-19T03:14:08.000Z',
]
const FAR = [
  '0001-01-01T00:00:00.000Z',
  '0001-12-31T23:59:59.999Z',
  '0999-03-01T05:06:07.008Z',
  '1582-10-10T12:00:00.000Z',
  '1883-11-18T17:00:00.001Z',
  '1900-02-28T23:59:59.999Z',
  '2262-04-12T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
]
const AMOUNTS = [0, 1, -1, null, 86_400_000, -86_400_001, 31_536_000_000, 999]
const DAYS = [0, 1, -1, null, 366, -366, 28, 10_000]

const times = source('times', { schema: { ...BASE, x: optional(timestamp()), y: optional(timestamp()), n: optional(int64()) }, ...TIMES })
const days = source('days', { schema: { ...BASE, x: optional(date()), y: optional(date()), n: optional(int64()) }, ...TIMES })

const dayOf = (text: string | null | undefined) => text?.slice(0, 10) ?? null
const DAY_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const
const DAY_PARTS = ['year', 'quarter', 'month', 'day', 'dayOfWeek', 'dayOfYear'] as const

const timeRecords = (texts: readonly (string | null)[]) =>
  texts.flatMap((x, index) =>
    [0, 3, 5].map(step => ({ x, y: texts[(index + step) % texts.length], n: AMOUNTS[(index + step) % AMOUNTS.length] })),
  )
const dayRecords = (texts: readonly (string | null)[]) =>
  texts.flatMap((x, index) =>
    [0, 3, 5].map(step => ({ x: dayOf(x), y: dayOf(texts[(index + step) % texts.length]), n: DAYS[(index + step) % DAYS.length] })),
  )

function ofTimes(topic: string, texts: readonly (string | null)[]): readonly ConformanceCase[] {
  return expressionCases({
    topic,
    source: times,
    records: timeRecords(texts),
    outputs: {
      ...Object.fromEntries(TRUNCATE_UNITS.map(unit => [`truncate-${unit}`, ({ x }) => ({ start: x.truncate(unit) })])),
      ...Object.fromEntries(TIME_PARTS.map(part => [`extract-${part}`, ({ x }) => ({ part: x.extract(part) })])),
      add: ({ x, n }) => ({ later: x.plus('1 hour'), earlier: x.minus('1 day'), given: x.plus(n), less: x.minus(n) }),
      difference: ({ x, y }) => ({ between: x.since(y), epoch: x.since(0) }),
    },
  })
}

function ofDays(topic: string, texts: readonly (string | null)[]): readonly ConformanceCase[] {
  return expressionCases({
    topic,
    source: days,
    records: dayRecords(texts),
    outputs: {
      truncate: ({ x }) => Object.fromEntries(DAY_UNITS.map(unit => [unit, x.truncate(unit)])),
      extract: ({ x }) => Object.fromEntries(DAY_PARTS.map(part => [part, x.extract(part)])),
      add: ({ x, n }) => ({ later: x.plusDays(30), earlier: x.plusDays(-1), given: x.plusDays(n) }),
      difference: ({ x, y }) => ({ between: x.since(y), epoch: x.since('1970-01-01') }),
    },
  })
}

/** Functions of times and days, near and far. */
export function timeCases(): readonly ConformanceCase[] {
  return [...ofTimes('times/', NEAR), ...ofDays('times/date-', NEAR), ...ofTimes('times/far-', FAR), ...ofDays('times/far-date-', FAR)]
}
