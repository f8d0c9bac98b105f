import { count, int64, pipeline, source, stream, string, sum, timestamp } from '../../pipeline'
import type { ConformanceCase } from '../case'
import { lines } from './lines'
import { Random } from './random'
import { timesOf } from './times'
import { MAX_DELAY_MS, WINDOWS } from './windows'

const EVENTS = source('events', {
  schema: { at: timestamp('epoch-ms'), key: string(), n: int64() },
  eventTime: 'at',
  maxDelay: MAX_DELAY_MS,
})

function log(partition: number, count: number): readonly string[] {
  const random = new Random(900 + partition)
  const times = timesOf(count, random, { window: WINDOWS.tumbling, maxDelayMs: MAX_DELAY_MS, disorder: 'late' })
  return lines(times.map((at, index) => ({ at, key: random.of(['x', 'y']), n: index })))
}

/**
 * Logs that come piece by piece, to an engine that is run again and again: rows appear when the watermark passes, are never revised, and don't depend on how often it is run.
 */
export function scheduledCases(): readonly ConformanceCase[] {
  const { definition } = pipeline('scheduled', EVENTS)
    .output(all => all.where(event => event.n.modulo(3).gt(0)).into(stream('rows')))
    .output(all =>
      all
        .groupBy('key')
        .window(WINDOWS.tumbling)
        .aggregate({ events: count(), total: sum('n') })
        .into(stream('totals')),
    )
    .output(all => all.groupBy('key').window(WINDOWS.session).aggregate({ events: count() }).into(stream('visits')))
  const rounds = [0, 0.2, 0.5, 0.5, 0.9]
  return [
    { name: 'scheduled/one-partition', definition, partitions: [log(0, 60)], conditions: ['late'], rounds },
    {
      name: 'scheduled/two-partitions',
      definition,
      partitions: [log(1, 40), log(2, 30)],
      conditions: ['late', 'several-partitions'],
      rounds,
    },
  ]
}
