import { avg, boolean, count, int64, optional, pipeline, source, string, sum, table, timestamp, tumbling } from '../pipeline'

const posts = source('posts', {
  schema: {
    id: string(),
    createdAt: timestamp('epoch-ms'),
    subreddit: string(),
    domain: string(),
    score: int64(),
    ups: int64(),
    downs: int64(),
    comments: int64(),
    editedAt: optional(timestamp('epoch-ms')),
    author: string(),
    over18: boolean(),
    title: string(),
  },
  eventTime: 'createdAt',
  partitionKey: 'subreddit',
  maxDelay: '10 seconds',
})

/** The benchmark's workload: every member is validated, three are used. */
export const activity = pipeline('activity', posts).output(events =>
  events
    .groupBy('subreddit')
    .window(tumbling('1 minute'))
    .aggregate({ posts: count(), score: sum('score'), mean: avg('score') })
    .into(table('activity')),
)
