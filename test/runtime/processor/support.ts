import { count, hopping, int64, pipeline, session, source, stream, string, sum, timestamp, tumbling } from '../../../pipeline'
import { type LogRecord, MemoryDeadLetters, MemoryShuffleLog, MemorySink, MemoryStateStore, recordBatchOf } from '../../../runtime'

const posts = source('posts', {
  schema: { id: string(), time: timestamp('epoch-ms'), topic: string(), score: int64() },
  eventTime: 'time',
  partitionKey: 'id',
  maxDelay: '5 seconds',
  idleTimeout: '1 minute',
})

/** An archive, windows of each kind by topic, and one by the partition key. */
export const activity = pipeline('activity', posts)
  .output(events => events.into(stream('archive')))
  .output(events =>
    events
      .where(post => post.score.gte(0))
      .groupBy('topic')
      .window(tumbling('10 seconds'))
      .aggregate({ posts: count(), score: sum('score') })
      .into(stream('tumbling')),
  )
  .output(events =>
    events
      .groupBy('topic')
      .window(hopping('20 seconds', { every: '5 seconds' }))
      .aggregate({ posts: count() })
      .into(stream('hopping')),
  )
  .output(events => events.groupBy('topic').window(session('4 seconds')).aggregate({ posts: count() }).into(stream('sessions')))
  .output(events => events.groupBy('id').window(tumbling('1 minute')).aggregate({ posts: count() }).into(stream('by_id')))

export const { definition } = activity

const encoder = new TextEncoder()

export interface Post {
  readonly id: string
  readonly time: number
  readonly topic: string
  readonly score: number
}

export const recordOf = (position: number | bigint, post: Post | string): LogRecord => ({
  position,
  arrivalTime: typeof post === 'string' ? Number.NaN : post.time,
  bytes: encoder.encode(typeof post === 'string' ? post : JSON.stringify(post)),
})

export const batchOf = (posts: readonly (Post | string)[], first = 0) =>
  recordBatchOf(posts.map((post, index) => recordOf(first + index, post)))

/** Posts in time order with some jitter, all on time unless `jitterMs` exceeds five seconds. */
export function somePosts(length: number, jitterMs = 4000, stepMs = 1000): readonly Post[] {
  let state = 1
  const draw = (bound: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % bound
  }
  return Array.from({ length }, (_, index) => ({
    id: `id${draw(20)}`,
    time: 1_700_000_000_000 + index * stepMs - draw(jitterMs + 1),
    topic: ['a', 'b', 'ü', 'topic with a long name'][draw(4)],
    score: draw(12) - 2,
  }))
}

export const memory = (mergePartitions = 1) => ({
  state: new MemoryStateStore(),
  sink: new MemorySink(),
  deadLetters: new MemoryDeadLetters(),
  shuffle: new MemoryShuffleLog(mergePartitions),
})
