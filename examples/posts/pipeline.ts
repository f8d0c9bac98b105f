import {
  avg,
  count,
  countDistinct,
  day,
  hopping,
  int64,
  max,
  optional,
  pipeline,
  quantile,
  session,
  source,
  string,
  sum,
  table,
  timestamp,
  topK,
  tumbling,
  when,
} from '../..'
import { subredditTopics } from './topics'

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
  },
  eventTime: 'createdAt',
  partitionKey: 'id',
  maxDelay: '10 minutes',
  idleTimeout: '1 minute',
})

/** What a week on Reddit was about: five views of the same posts. */
export const postActivity = pipeline('post-activity', posts)
  // A post counts for every topic of its subreddit; what is about no known topic is left out.
  .output(events =>
    events
      .lookup(subredditTopics, { on: { subreddit: 'subreddit' }, take: ['topics'] })
      .explode('topics', 'topic')
      .groupBy('topic')
      .window(tumbling('1 hour'))
      .aggregate({ posts: count(), subreddits: countDistinct('subreddit'), meanScore: avg('score'), comments: sum('comments') })
      .into(table('topic_activity', { partitionBy: [day('windowStart')] })),
  )
  // Six hours, every hour: which sites are linked most, by kind of link.
  .output(events =>
    events
      .derive(post => ({
        kind: when(post.domain.startsWith('self.'))
          .then('text')
          .when(post.domain.in('i.imgur.com', 'imgur.com', 'flickr.com', 'i.minus.com'))
          .then('image')
          .when(post.domain.in('youtube.com', 'youtu.be', 'vimeo.com', 'liveleak.com'))
          .then('video')
          .otherwise('article'),
      }))
      .groupBy('kind')
      .window(hopping('6 hours', { every: '1 hour' }))
      .aggregate({ posts: count(), medianScore: quantile('score', 0.5), topSites: topK('domain', 3) })
      .into(table('link_trends', { partitionBy: [day('windowStart')] })),
  )
  // Runs of links to one site with less than half an hour between them.
  .output(events =>
    events
      .where(post => post.domain.startsWith('self.').not())
      .groupBy('domain')
      .window(session('30 minutes'))
      .aggregate({ posts: count(), bestScore: max('score'), comments: sum('comments') })
      .having(row => row.posts.gte(3))
      .into(table('site_sessions', { partitionBy: [day('windowStart')] })),
  )
  .output(events =>
    events
      .groupBy('subreddit')
      .window(tumbling('1 day'))
      .aggregate({ posts: count(), sites: countDistinct('domain'), meanScore: avg('score') })
      .having(row => row.posts.gte(5))
      .into(table('subreddit_days', { partitionBy: [day('windowStart')] })),
  )
  // Every post as it came, for whatever is asked later.
  .output(events => events.into(table('post_archive', { partitionBy: [day('createdAt')] })))
