import { count, int64, optional, pipeline, source, stream, string, sum, timestamp } from '../../pipeline'
import type { ConformanceCase } from '../case'
import type { CaseRecord } from '../records'
import { line } from './lines'
import { Random } from './random'
import { MIDNIGHT_MS, timesOf } from './times'
import { MAX_DELAY_MS, WINDOWS } from './windows'

const IDLE_MS = 60_000
const schema = { at: timestamp('epoch-ms'), key: string(), n: optional(int64()) }
const events = source('events', { schema, eventTime: 'at', maxDelay: MAX_DELAY_MS, idleTimeout: IDLE_MS })

const atOf = (record: string): number => Number(JSON.parse(record)['at'])

/**
 * A partition's log: every now and then nothing comes, and ticks say so: one that changes nothing, because events were later; one that moves the watermark to just
 * where the next event is still on time, or just late; the same tick twice. The events behind a tick are of the time before it.
 */
function quiet(kind: keyof typeof WINDOWS, seed: number, partition: number): readonly CaseRecord[] {
  const random = new Random(seed)
  const times = timesOf(120, random, { window: WINDOWS[kind], maxDelayMs: MAX_DELAY_MS, disorder: 'boundary' })
  const records = times.map(at => line({ at, key: `${random.of(['x', 'y'])}${partition}`, n: random.orNull(10, [1, 2, -5, 1000]) }))
  return records.flatMap((record, index): readonly CaseRecord[] => {
    if (index % 24 !== 12) return [record]
    const tickMs = atOf(record) + MAX_DELAY_MS + random.of([-1, 0, 1, 2, IDLE_MS])
    const earlier = { tickMs: MIDNIGHT_MS - IDLE_MS }
    return [earlier, { tickMs }, { tickMs }, record]
  })
}

/** Idle partitions, which ticks move on: the windows that they close take no more events. */
export function tickCases(): readonly ConformanceCase[] {
  return (['tumbling', 'hopping', 'session'] as const).flatMap((kind, index): readonly ConformanceCase[] => {
    const { definition } = pipeline(`${kind}-ticks`, events).output(all =>
      all
        .groupBy('key')
        .window(WINDOWS[kind])
        .aggregate({ events: count(), total: sum('n') })
        .into(stream('rows')),
    )
    const logs = [0, 1].map(partition => quiet(kind, 700 + 10 * index + partition, partition))
    return [
      { name: `ticks/${kind}`, definition, partitions: [logs[0]], conditions: ['late'] },
      { name: `ticks/${kind}-two-partitions`, definition, partitions: logs, conditions: ['late', 'several-partitions'] },
      {
        // The second partition has nothing but a tick at the end of its short log.
        name: `ticks/${kind}-idle-partition`,
        definition,
        partitions: [logs[0], [...logs[1].slice(0, 8), { tickMs: MIDNIGHT_MS + 3_600_000 }, ...logs[1].slice(8, 12)]],
        conditions: ['late', 'several-partitions'],
      },
    ]
  })
}
