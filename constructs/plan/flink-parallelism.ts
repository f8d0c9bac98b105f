import type { Definition, Issue } from '../../pipeline'
import type { KinesisFlinkLakeSettings } from './flink-settings'
import type { Decision, Load, StreamPlan } from './plan'
import { shardsOf } from './streams'

/** What a KPU is, and how tasks share one. */
export const KPU = 'https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling.html'

/** What is wrong with the number of tasks for the stream's shards; null: their number is not known, or changes. */
export function checkParallelism(
  { source: { idleTimeoutMs } }: Definition,
  { parallelism, stream }: KinesisFlinkLakeSettings,
  shards: number | null,
): readonly Issue[] {
  if (stream?.existing !== undefined) return parallelism === undefined ? [UNKNOWN_SHARDS] : []
  if (parallelism === undefined || shards === null || parallelism <= shards || idleTimeoutMs !== null) return []
  return [
    {
      code: 'out-of-range',
      path: 'settings.parallelism',
      // Flink waits for the watermark of a task to which the connector gives no shard: no window would ever close.
      message: 'a task without a shard holds all windows open, unless the source has an idleTimeout',
      got: String(parallelism),
      allowed: `1 to ${shards}, the shards of the stream`,
    },
  ]
}

const UNKNOWN_SHARDS: Issue = {
  code: 'missing-member',
  path: 'settings.parallelism',
  message: 'is required with a stream that is there',
  hint: 'give the number of its shards: with fewer tasks events are lost as late, with more no window closes',
}

/** Says what the number of tasks means for late events. */
export function parallelismDecision(parallelism: number, settings: KinesisFlinkLakeSettings, events: StreamPlan, load: Load): Decision {
  const effect = effectOnLateEvents(parallelism, events, load)
  const reason = settings.parallelism === undefined ? effect : `settings.parallelism; ${effect}`
  return { what: `application: parallelism ${parallelism}`, reason, source: KPU }
}

function effectOnLateEvents(parallelism: number, events: StreamPlan, load: Load): string {
  const exact = 'late events are judged by the watermark of their own shard'
  const lossy = 'events are late behind the first of them: those of a shard that is read later than the others are lost'
  if (events.existing !== null) return `the shards of the stream that is there: ${exact}`
  if (parallelism < shardsOf(events, load)) return `tasks read several shards, and ${lossy}`
  if (events.mode === 'provisioned') return `a task for each shard: ${exact}`
  return `a task for each shard at this rate, but an on-demand stream splits them by itself: then tasks read several, and ${lossy}`
}
