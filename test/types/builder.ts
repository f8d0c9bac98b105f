import type { EventOf, RowOf } from '../../pipeline'
import {
  allEventsOnTime,
  avg,
  boolean,
  bytes,
  count,
  countDistinct,
  date,
  day,
  decimal,
  double,
  enumeration,
  first,
  hopping,
  int64,
  list,
  literal,
  native,
  optional,
  pipeline,
  quantile,
  record,
  reference,
  session,
  source,
  stream,
  string,
  sum,
  table,
  timestamp,
  topK,
  tumbling,
  when,
} from '../../pipeline'

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { readonly got: A; readonly expected: B }
function same<A, B>(_: Same<A, B>): void {}

export const posts = source('posts', {
  schema: {
    id: string(),
    createdAt: timestamp('epoch-ms'),
    subreddit: string(),
    domain: string(),
    score: int64(),
    editedAt: optional(timestamp('epoch-ms')),
    tags: list(string()),
    geo: optional(record({ lat: double(), lon: optional(double()) })),
    price: decimal(10, 2),
    kind: enumeration('a', 'b'),
    day: date(),
    payload: bytes(),
    flag: boolean(),
    n: int64().named('wire-name'),
    ratio: optional(double()),
  },
  eventTime: 'createdAt',
  partitionKey: 'id',
  maxDelay: '10 seconds',
  maxAhead: '5 minutes',
  idleTimeout: '1 minute',
})

same<
  EventOf<typeof posts>,
  {
    readonly id: string
    readonly createdAt: number
    readonly subreddit: string
    readonly domain: string
    readonly score: number | bigint
    readonly editedAt: number | null
    readonly tags: readonly string[]
    readonly geo: { readonly lat: number; readonly lon: number | null } | null
    readonly price: number | bigint
    readonly kind: 'a' | 'b'
    readonly day: number
    readonly payload: Uint8Array
    readonly flag: boolean
    readonly n: number | bigint
    readonly ratio: number | null
  }
>(true)

export const topics = reference('topics', {
  schema: { subreddit: string(), topic: string(), since: optional(date()) },
  rows: [{ subreddit: 'aww', topic: 'animals', since: '2010-01-01' }],
})

export const subredditActivity = pipeline('subreddit-activity', posts)
  .output(events => events.into(table('posts_raw', { partitionBy: [day('createdAt')] })))
  .output(events => events.where(post => post.score.gte(0)).into(stream('good_posts')))
  .output(events =>
    events
      .where(post => post.score.gte(0))
      .derive(post => ({ site: post.domain.lower() }))
      .explode('tags', 'tag')
      .lookup(topics, { on: { subreddit: 'subreddit' }, take: ['topic'], join: 'left' })
      .groupBy('topic', post => ({ hour: post.createdAt.extract('hour') }))
      .window(tumbling('1 minute'))
      .aggregate({
        posts: count(),
        authors: countDistinct('domain'),
        meanScore: avg('score'),
        p: quantile('score', 0.9),
        top: topK('subreddit', 3),
        f: first('id'),
        s: sum(post => post.score.times(2)),
        d: sum(post => post.score.times(0.5)),
        r: avg('ratio'),
        price: sum('price'),
      })
      .having(row => row.posts.gt(1).and(row.hour.neq(3)))
      .into(table('subreddit_activity', { partitionBy: [day('windowStart'), 'topic'] })),
  )

same<
  RowOf<typeof subredditActivity, 'subreddit_activity'>,
  {
    readonly windowStart: number
    readonly windowEnd: number
    readonly topic: string
    readonly hour: number | bigint
    readonly posts: number | bigint
    readonly authors: number | bigint
    readonly meanScore: number
    readonly p: number
    readonly top: readonly { readonly value: string; readonly count: number | bigint }[]
    readonly f: string
    readonly s: number | bigint
    readonly d: number
    readonly r: number | null
    readonly price: number | bigint
  }
>(true)
same<RowOf<typeof subredditActivity, 'good_posts'>, EventOf<typeof posts>>(true)

export const selected = pipeline('selected', posts).output(events =>
  events
    .select('id', post => ({
      level: when(post.score.gt(10)).then('high').when(post.flag).then('flagged').otherwise('low'),
      maybe: when(post.flag).then(1).otherwise(null),
      half: post.score.dividedBy(2),
      lat: post.geo.field('lat'),
      tag: post.tags.at(1),
      safe: post.ratio.coalesce(0),
      pseudonym: post.id.concat('salt').hash(),
      text: post.price.cast(string()),
      fixed: literal(1.5),
      path: literal('/').concat(post.id, '/', post.kind),
      left: literal(100).minus(post.score),
      mixed: post.id.concat('/', post.tags.at(1), '/'),
      either: post.flag.and(true, post.score.gt(1)).or(false, post.ratio.gt(1), true),
      known: post.score.in(1, post.n, 2n),
      length: post.subreddit.length(),
      good: post.score.between(0, 10).and(post.kind.in('a', 'b')).or(post.editedAt.since(post.createdAt).gt(60_000)),
      later: post.createdAt.plus('10 minutes'),
    }))
    .into(table('selected')),
)
same<
  RowOf<typeof selected>,
  {
    readonly id: string
    readonly level: string
    readonly maybe: number | bigint | null
    readonly half: number
    readonly lat: number | null
    readonly tag: string | null
    readonly safe: number
    readonly pseudonym: string
    readonly text: string
    readonly fixed: number
    readonly path: string
    readonly left: number | bigint
    readonly mixed: string | null
    readonly either: boolean | null
    readonly known: boolean
    readonly length: number | bigint
    readonly good: boolean | null
    readonly later: number
  }
>(true)

export const sessions = pipeline('sessions', posts).output(events =>
  events
    .explode(post => post.domain.split('.'), 'part')
    .groupBy(post => ({ part: post.part.upper() }))
    .window(session('30 seconds'))
    .aggregate({ parts: count('part') })
    .into(stream('parts')),
)
export const overlapping = pipeline('overlapping', posts).output(events =>
  events
    .groupBy()
    .window(hopping('1 hour', { every: '10 minutes' }))
    .aggregate({ all: count() })
    .into(stream('all')),
)

export const measured = pipeline('measured', posts).output(events =>
  events
    .select('id', post => ({
      magnitude: native({
        name: 'log2',
        type: optional(double()),
        inputs: { score: post.score, ratio: post.ratio },
        text: { duckdb: 'CASE WHEN {score} > 0 THEN log2({score}) * {ratio} END' },
        evaluate: ({ score, ratio }) => {
          same<typeof score, number | bigint>(true)
          same<typeof ratio, number>(true)
          return Number(score) > 0 ? Math.log2(Number(score)) * ratio : null
        },
      }),
      reversed: native({ name: 'reversed', type: string(), inputs: { id: post.id }, text: { 'flink-sql': 'REVERSE({id})' } }),
      known: native({ name: 'known', type: boolean(), inputs: { ratio: post.ratio }, text: { duckdb: '{ratio} > 1' } }).and(true),
    }))
    .into(table('measured')),
)
same<
  RowOf<typeof measured>,
  { readonly id: string; readonly magnitude: number | null; readonly reversed: string; readonly known: boolean | null }
>(true)

export const ordered = source('ordered', { schema: { at: timestamp() }, eventTime: 'at', maxDelay: allEventsOnTime() })
