import {
  avg,
  count,
  int64,
  list,
  max,
  optional,
  pipeline,
  record,
  reference,
  source,
  stream,
  string,
  sum,
  timestamp,
  when,
} from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'
import { lines } from './lines'
import { Random } from './random'
import { timesOf } from './times'
import { MAX_DELAY_MS, WINDOWS } from './windows'

const EVENTS = source('events', {
  schema: {
    id: int64(),
    at: timestamp('epoch-ms'),
    key: string(),
    n: optional(int64()),
    name: optional(string()),
    tags: optional(list(optional(string()))),
    place: optional(record({ city: optional(string()), zip: int64() })),
  },
  eventTime: 'at',
  maxDelay: MAX_DELAY_MS,
})

const cities = reference('cities', {
  schema: { city: string(), country: string(), size: optional(int64()) },
  rows: [
    { city: 'a', country: 'A-land', size: 1 },
    { city: 'b', country: "B'land", size: null },
    { city: 'é', country: 'a', size: 2 ** 40 },
    { city: '', country: '', size: 0 },
  ],
})
const grades = reference('grades', {
  schema: { key: string(), n: int64(), grade: string() },
  rows: [
    { key: 'x', n: 1, grade: 'x1' },
    { key: 'x', n: 2, grade: 'x2' },
    { key: 'y', n: 1, grade: 'y1' },
  ],
})

function log(seed: number, disorder: 'boundary' | 'late'): readonly string[] {
  const random = new Random(seed)
  const names = ['a', 'b', 'é', '', 'c']
  return lines(
    timesOf(160, random, { window: WINDOWS.tumbling, maxDelayMs: MAX_DELAY_MS, disorder }).map((at, id) => ({
      id,
      at,
      key: random.of(['x', 'y', 'z']),
      n: random.orNull(20, [0, 1, 2, 3, -5]),
      name: random.orNull(20, names),
      tags: random.orNull(20, [[], ['a'], ['a', 'a', 'b'], [null, 'b'], ['', 'é', 'a']]),
      place: random.orNull(20, [{ city: 'a', zip: 1 }, { city: null, zip: 2 }, { zip: -3 }]),
    })),
  )
}

const built = pipeline('steps', EVENTS)

/** Each step alone, without and with windows behind it, and chains of them. */
const DEFINITIONS: Readonly<Record<string, ConformanceCase['definition']>> = {
  'archive/rows': built.output(events => events.into(stream('rows'))).definition,
  'where/rows': built.output(events => events.where(e => e.n.gt(0).and(e.name.neq('b'))).into(stream('rows'))).definition,
  'where/none': built.output(events => events.where(e => e.n.gt(1000)).into(stream('rows'))).definition,
  'where/windows': built.output(events =>
    events
      .where(e => e.n.gte(1))
      .groupBy('key')
      .window(WINDOWS.tumbling)
      .aggregate({ events: count(), total: sum('n') })
      .into(stream('rows')),
  ).definition,
  'where/sessions': built.output(events =>
    events
      .where(e => e.n.gte(1))
      .groupBy('key')
      .window(WINDOWS.session)
      .aggregate({ events: count(), total: sum('n') })
      .into(stream('rows')),
  ).definition,
  'select/rows': built.output(events =>
    events.select('id', 'name', e => ({ twice: e.n.times(2), label: e.key.concat('/').concat(e.name) })).into(stream('rows')),
  ).definition,
  'derive/replaces': built.output(events =>
    events
      .derive(e => ({ n: e.n.coalesce(0).plus(1), extra: e.n }))
      .derive(e => ({ sum: e.n.plus(e.extra) }))
      .into(stream('rows')),
  ).definition,
  'derive/windows': built.output(events =>
    events
      .derive(e => ({ sign: when(e.n.lt(0)).then('-').when(e.n.gt(0)).then('+').otherwise('0') }))
      .groupBy('key', 'sign')
      .window(WINDOWS.hopping)
      .aggregate({ events: count(), mean: avg(e => e.n.times(10)), most: max(e => e.name.length()) })
      .into(stream('rows')),
  ).definition,
  'records/members': built.output(events =>
    events.select('id', e => ({ city: e.place.field('city'), zip: e.place.field('zip'), none: e.place.isNull() })).into(stream('rows')),
  ).definition,
  'explode/rows': built.output(events => events.explode('tags', 'tag').select('id', 'tag').into(stream('rows'))).definition,
  'explode/split': built.output(events =>
    events
      .explode(e => e.name.concat(',').concat(e.key).split(','), 'part')
      .select('id', 'part')
      .into(stream('rows')),
  ).definition,
  'explode/windows': built.output(events =>
    events
      .explode('tags', 'tag')
      .where(e => e.tag.isNotNull())
      .groupBy('tag')
      .window(WINDOWS.tumbling)
      .aggregate({ events: count(), total: sum('n') })
      .into(stream('rows')),
  ).definition,
  'explode/sessions': built.output(events =>
    events
      .explode('tags', 'tag')
      .where(e => e.tag.isNotNull())
      .groupBy('tag')
      .window(WINDOWS.session)
      .aggregate({ events: count() })
      .into(stream('rows')),
  ).definition,
  'lookup/inner': built.output(events =>
    events
      .lookup(cities, { on: { city: 'name' }, take: ['country', 'size'] })
      .select('id', 'name', 'country', 'size')
      .into(stream('rows')),
  ).definition,
  'lookup/left': built.output(events =>
    events
      .lookup(cities, { on: { city: 'name' }, take: ['country', 'size'], join: 'left' })
      .select('id', 'name', 'country', 'size')
      .into(stream('rows')),
  ).definition,
  'lookup/two-columns': built.output(events =>
    events
      .lookup(grades, { on: { key: 'key', n: 'n' }, take: ['grade'], join: 'left' })
      .select('id', 'grade')
      .into(stream('rows')),
  ).definition,
  'lookup/by-expression': built.output(events =>
    events
      .lookup(cities, { on: { city: e => e.name.trim().lower() }, take: ['country'] })
      .select('id', 'country')
      .into(stream('rows')),
  ).definition,
  'lookup/windows': built.output(events =>
    events
      .lookup(cities, { on: { city: 'name' }, take: ['country', 'size'] })
      .groupBy('country')
      .window(WINDOWS.tumbling)
      .aggregate({ events: count(), most: max('size') })
      .into(stream('rows')),
  ).definition,
  'lookup/left-windows': built.output(events =>
    events
      .lookup(cities, { on: { city: 'name' }, take: ['country'], join: 'left' })
      .derive(e => ({ country: e.country.coalesce('nowhere') }))
      .groupBy('country')
      .window(WINDOWS.session)
      .aggregate({ events: count() })
      .into(stream('rows')),
  ).definition,
  'having/count': built.output(events =>
    events
      .groupBy('key')
      .window(WINDOWS.tumbling)
      .aggregate({ events: count(), total: sum('n') })
      .having(row => row.events.gte(3))
      .into(stream('rows')),
  ).definition,
  'having/null': built.output(events =>
    events
      .groupBy('key')
      .window(WINDOWS.hopping)
      .aggregate({ events: count(), total: sum('n') })
      .having(row => row.total.gt(0).or(row.key.eq('z')))
      .into(stream('rows')),
  ).definition,
  'having/window': built.output(events =>
    events
      .groupBy('key')
      .window(WINDOWS.session)
      .aggregate({ events: count() })
      .having(row => row.windowEnd.since(row.windowStart).gt(6_000))
      .into(stream('rows')),
  ).definition,
  'chain/all': built.output(events =>
    events
      .where(e => e.key.neq('z'))
      .derive(e => ({ n: e.n.coalesce(1) }))
      .explode('tags', 'tag')
      .lookup(cities, { on: { city: 'tag' }, take: ['country'] })
      .where(e => e.country.neq(''))
      .groupBy('key', 'country')
      .window(WINDOWS.hopping)
      .aggregate({ events: count(), total: sum('n') })
      .having(row => row.total.gt(1))
      .into(stream('rows')),
  ).definition,
}

/** Those with windows, again with late events: `where` and lookups must not hide events from the watermark. */
const LATE = ['where/windows', 'where/sessions', 'explode/windows', 'explode/sessions', 'lookup/windows', 'having/count', 'chain/all']

export function stepCases(): readonly ConformanceCase[] {
  const caseOf = (name: string, partition: readonly string[], conditions: readonly Condition[]): ConformanceCase => ({
    name: `steps/${name.replace('/', '-')}${conditions.includes('late') ? '-late' : ''}`,
    definition: DEFINITIONS[name],
    partitions: [partition],
    conditions,
  })
  const [onTime, late] = [log(500, 'boundary'), log(501, 'late')]
  return [...Object.keys(DEFINITIONS).map(name => caseOf(name, onTime, [])), ...LATE.map(name => caseOf(name, late, ['late']))]
}
