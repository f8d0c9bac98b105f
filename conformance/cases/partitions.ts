import { count, int64, last, max, optional, pipeline, source, stream, string, sum, timestamp } from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'
import { lines, type Members } from './lines'
import { Random } from './random'
import { timesOf } from './times'
import { MAX_DELAY_MS, WINDOWS } from './windows'

const schema = { at: timestamp('epoch-ms'), user: string(), city: string(), n: optional(int64()) }
const options = { schema, eventTime: 'at', maxDelay: MAX_DELAY_MS } as const
const spread = source('events', options)
const byUser = source('events', { ...options, partitionKey: 'user' })

interface Logs {
  readonly partitions: readonly (readonly string[])[]
  readonly conditions: readonly Condition[]
}

/** Users live in one partition each. */
function logs(count: number, seed: number, disorder: 'boundary' | 'late', behindMs = 0): Logs {
  const partitions = Array.from({ length: count }, (_, partition) => {
    const random = new Random(seed + partition)
    const times = timesOf(90, random, { window: WINDOWS.tumbling, maxDelayMs: MAX_DELAY_MS, disorder })
    return lines(
      times.map(
        (at): Members => ({
          at: at - partition * behindMs,
          user: `${partition}${random.of(['x', 'y'])}`,
          city: random.of(['a', 'b', 'c']),
          n: random.orNull(10, [1, 2, 3, -4]),
        }),
      ),
    )
  })
  return { partitions, conditions: disorder === 'late' ? ['several-partitions', 'late'] : ['several-partitions'] }
}

/** Several partitions, each with its own watermark: rows don't depend on how they interleave. */
function partitionCases(): readonly ConformanceCase[] {
  const situations: Readonly<Record<string, Logs>> = {
    'two-on-time': logs(2, 600, 'boundary'),
    'three-late': logs(3, 610, 'late'),
    'one-behind': logs(2, 620, 'boundary', 120_000),
    'one-empty': { partitions: [logs(1, 630, 'boundary').partitions[0], []], conditions: ['several-partitions'] },
    'none-at-all': { partitions: [[]], conditions: [] },
  }
  return (['tumbling', 'hopping', 'session'] as const).flatMap(kind => {
    const byCity = pipeline(`${kind}-by-city`, spread).output(events =>
      events
        .groupBy('city')
        .window(WINDOWS[kind])
        .aggregate({ events: count(), total: sum('n'), most: max('n') })
        .into(stream('rows')),
    )
    const byKey = pipeline(`${kind}-by-user`, byUser).output(events =>
      events
        .groupBy('user')
        .window(WINDOWS[kind])
        .aggregate({ events: count(), total: sum('n') })
        .into(stream('rows')),
    )
    const latest = pipeline(`${kind}-latest`, spread).output(events =>
      events
        .groupBy('city')
        .window(WINDOWS[kind])
        .aggregate({ latest: last('n', { keepNulls: true }) })
        .into(stream('rows')),
    )
    return Object.entries(situations).flatMap(([name, { partitions, conditions }]): readonly ConformanceCase[] => [
      { name: `partitions/${kind}-${name}`, definition: byCity.definition, partitions, conditions },
      ...(name === 'three-late'
        ? [
            { name: `partitions/${kind}-by-partition-key-${name}`, definition: byKey.definition, partitions, conditions },
            { name: `partitions/${kind}-last-${name}`, definition: latest.definition, partitions, conditions },
          ]
        : []),
    ])
  })
}

/** Several outputs of one definition: none may disturb another. */
function outputCases(): readonly ConformanceCase[] {
  const { definition } = pipeline('several-outputs', spread)
    .output(events => events.into(stream('archive')))
    .output(events =>
      events
        .where(e => e.n.gt(1))
        .select('at', 'user')
        .into(stream('chosen')),
    )
    .output(events => events.groupBy('city').window(WINDOWS.tumbling).aggregate({ events: count() }).into(stream('by_city')))
    .output(events =>
      events
        .groupBy('user')
        .window(WINDOWS.hopping)
        .aggregate({ total: sum('n') })
        .into(stream('by_user')),
    )
    .output(events =>
      events
        .where(e => e.city.neq('c'))
        .groupBy('city')
        .window(WINDOWS.session)
        .aggregate({ events: count(), most: max('n') })
        .into(stream('visits')),
    )
  const failing = pipeline('one-output-fails', spread)
    .output(events => events.derive(e => ({ share: e.n.coalesce(1).minus(1).dividedBy(e.n.coalesce(1).minus(1)) })).into(stream('failing')))
    .output(events => events.groupBy('city').window(WINDOWS.tumbling).aggregate({ events: count() }).into(stream('healthy')))
  const [one, late, two] = [logs(1, 640, 'boundary'), logs(1, 641, 'late'), logs(2, 650, 'late')]
  return [
    { name: 'outputs/five', definition, partitions: one.partitions, conditions: [] },
    { name: 'outputs/five-late', definition, partitions: late.partitions, conditions: ['late'] },
    { name: 'outputs/five-of-two-partitions', definition, partitions: two.partitions, conditions: two.conditions },
    { name: 'outputs/one-fails', definition: failing.definition, partitions: one.partitions, conditions: ['failing-expressions'] },
  ]
}

export function severalCases(): readonly ConformanceCase[] {
  return [...partitionCases(), ...outputCases()]
}
