import {
  boolean,
  count,
  date,
  decimal,
  enumeration,
  int64,
  max,
  optional,
  pipeline,
  source,
  stream,
  string,
  sum,
  timestamp,
  tumbling,
} from '../../pipeline'
import type { ConformanceCase } from '../case'
import { lines, type Member, Verbatim } from './lines'
import { Random } from './random'
import { timesOf } from './times'
import { MAX_DELAY_MS, WINDOWS } from './windows'

const SCHEMA = {
  at: timestamp('epoch-ms'),
  s: optional(string()),
  n: optional(int64()),
  b: optional(boolean()),
  p: optional(decimal(10, 2)),
  e: optional(enumeration('red', 'green')),
  t: optional(timestamp('epoch-ms')),
  day: optional(date()),
  value: int64(),
}

const VALUES: Readonly<Record<string, readonly Member[]>> = {
  s: ['a', 'A', '', ' ', 'é', 'e\u0301', '\u{1f600}', 'a b', '"', "'"],
  n: [0, -1, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n],
  b: [true, false],
  p: ['0.00', '1.50', '-1.50', '99999999.99'].map(text => new Verbatim(text)),
  e: ['red', 'green'],
  t: [0, 1, -1, 1_709_208_896_789],
  day: ['1970-01-01', '1969-12-31', '2024-02-29'],
}

function log(names: readonly string[], nulls: number, seed: number, disorder: 'calm' | 'late'): readonly string[] {
  const random = new Random(seed)
  const times = timesOf(160, random, { window: WINDOWS.tumbling, maxDelayMs: MAX_DELAY_MS, disorder })
  return lines(
    times.map((at, index) => ({ at, value: index, ...Object.fromEntries(names.map(name => [name, random.orNull(nulls, VALUES[name])])) })),
  )
}

const only = <const Name extends keyof typeof SCHEMA>(...names: readonly Name[]) => names

/** Group keys of every type, several, derived ones and none; null keys, which move the watermark and give no row. */
export function keyCases(): readonly ConformanceCase[] {
  const { at, value } = SCHEMA
  const options = { eventTime: 'at', maxDelay: MAX_DELAY_MS } as const
  const single = only('s', 'n', 'b', 'p', 'e', 't', 'day').map((name, index): ConformanceCase => {
    const events = source('events', { schema: { at, value, key: SCHEMA[name].named(name) }, ...options })
    const { definition } = pipeline(`key-${SCHEMA[name].type.kind}`, events).output(all =>
      all
        .where(event => event.key.isNotNull())
        .groupBy('key')
        .window(WINDOWS.tumbling)
        .aggregate({ events: count(), total: sum('value') })
        .into(stream('rows')),
    )
    return { name: `keys/${SCHEMA[name].type.kind}`, definition, partitions: [log([name], 10, 300 + index, 'calm')], conditions: [] }
  })
  const { s, n, b } = SCHEMA
  const several = source('events', { schema: { at, value, s, n, b }, ...options })
  const caseOf = (name: string, definition: ConformanceCase['definition'], nulls: number, late = false): ConformanceCase => ({
    name: `keys/${name}`,
    definition,
    partitions: [log(['s', 'n', 'b'], nulls, 320, late ? 'late' : 'calm')],
    conditions: [...(nulls > 0 ? (['null-keys'] as const) : []), ...(late ? (['late'] as const) : [])],
  })
  const keyed = pipeline('several-keys', several).output(all =>
    all.groupBy('s', 'n', 'b').window(WINDOWS.tumbling).aggregate({ events: count() }).into(stream('rows')),
  )
  const derived = pipeline('derived-keys', several).output(all =>
    all
      .groupBy(event => ({ shout: event.s.concat('!'), parity: event.value.modulo(2) }))
      .window(WINDOWS.tumbling)
      .aggregate({ events: count() })
      .into(stream('rows')),
  )
  const swapped = pipeline('swapped-names', source('events', { schema: { at, value, n }, ...options })).output(all =>
    all
      .groupBy(event => ({ n: event.value.modulo(3), value: event.n.coalesce(0) }))
      .window(WINDOWS.tumbling)
      .aggregate({ greatest: max('n'), most: max('value') })
      .into(stream('rows')),
  )
  const none = pipeline('no-keys', several).output(all =>
    all
      .groupBy()
      .window(WINDOWS.tumbling)
      .aggregate({ events: count(), total: sum('value') })
      .into(stream('rows')),
  )
  const noneOfSessions = pipeline('no-keys-sessions', several).output(all =>
    all
      .groupBy()
      .window(WINDOWS.session)
      .aggregate({ events: count(), total: sum('value') })
      .into(stream('rows')),
  )
  const byName = (['tumbling', 'hopping', 'session'] as const).flatMap(kind => {
    const { definition } = pipeline(`null-keys-${kind}`, several).output(all =>
      all
        .groupBy('s')
        .window(WINDOWS[kind])
        .aggregate({ events: count(), total: sum('value') })
        .into(stream('rows')),
    )
    return [caseOf(`null-${kind}`, definition, 40), caseOf(`null-late-${kind}`, definition, 40, true)]
  })
  const sizes = pipeline('tiny', several).output(all =>
    all.groupBy('b').window(tumbling('1 second')).aggregate({ events: count() }).into(stream('rows')),
  )
  return [
    ...single,
    caseOf('several', keyed.definition, 0),
    caseOf('several-nulls', keyed.definition, 30),
    caseOf('derived', derived.definition, 0),
    caseOf('derived-nulls', derived.definition, 30),
    { name: 'keys/swapped-names', definition: swapped.definition, partitions: [log(['n'], 20, 330, 'calm')], conditions: [] },
    caseOf('none', none.definition, 0),
    caseOf('none-sessions', noneOfSessions.definition, 0),
    caseOf('tiny-windows', sizes.definition, 0),
    ...byName,
  ]
}
