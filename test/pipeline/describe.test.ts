import { describe as inWords, pipeline, source, stream, string, timestamp, when } from '../../pipeline'
import { subredditActivity } from '../types/builder'

test('a definition in plain words', () => {
  expect(inWords(subredditActivity.definition)).toBe(`The pipeline subreddit-activity reads the events of posts (JSON, 15 fields).
An event happened at its createdAt; it may come up to 10 seconds after newer ones; one that is more than 5 minutes ahead of its arrival is set aside; a partition that is silent for 1 minute holds nobody back.
Events are spread over partitions by id.
It has 3 outputs:

1. posts_raw:
   - writes them to the table posts_raw, partitioned by day of createdAt
2. good_posts:
   - keeps the events where score ≥ 0
   - writes them to the stream good_posts
3. subreddit_activity:
   - keeps the events where score ≥ 0
   - has 15 fields as before and site = lower(domain)
   - makes one event of each element of tags, called tag
   - looks up topic in topics (1 row) where subreddit equals subreddit; leaves it empty without a match
   - groups events by topic and hour = extractTime(createdAt, 'hour') in windows of 1 minute
   - computes posts = the number of events, authors = the number of different domain, meanScore = the mean of score, p = roughly the 0.9 quantile of score, top = the 3 most frequent subreddit, f = the first id, s = the sum of score × 2, d = the sum of score × 0.5, r = the mean of ratio and price = the sum of price
   - keeps the rows where (posts > 1) and (hour ≠ 3)
   - writes them to the table subreddit_activity, partitioned by day of windowStart and topic
`)
})

test('conditions, times and decimals', () => {
  const events = source('s', { schema: { at: timestamp(), id: string() }, eventTime: 'at', maxDelay: 0, maxAhead: 'unchecked' })
  const { definition } = pipeline('p', events).output(all =>
    all
      .where(event => event.at.gt('2025-05-01T00:00:00Z').and(event.id.isNotNull(), event.id.in('a', 'b')))
      .derive(event => ({ level: when(event.id.eq('a')).then(1).otherwise(2) }))
      .into(stream('o')),
  )
  expect(inWords(definition)).toContain("where (at > 2025-05-01T00:00:00.000Z) and id is there and id is one of 'a', 'b'")
  expect(inWords(definition)).toContain("level = (1 if id = 'a', else 2)")
  expect(inWords(definition)).toContain('An event happened at its at; events of a partition come in order.')
})
