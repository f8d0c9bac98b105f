import {
  avg,
  count,
  type Duration,
  day,
  fingerprint,
  int64,
  optional,
  pipeline,
  source,
  string,
  table,
  timestamp,
  tumbling,
} from '../../pipeline'
import { subredditActivity } from '../types/builder'

interface Variant {
  readonly name?: string
  readonly maxDelay?: Duration
  readonly idleTimeout?: Duration
  readonly size?: Duration
  readonly least?: number
  readonly having?: number
  readonly partitioned?: boolean
  readonly mean?: 'score' | 'votes'
}

function variant(
  {
    name = 'rows',
    maxDelay = '1 second',
    idleTimeout = '1 hour',
    size = '1 minute',
    least = 0,
    having = 1,
    partitioned = false,
    mean = 'score',
  }: Variant,
  extra = {},
) {
  const schema = { id: string(), at: timestamp(), score: int64(), votes: int64(), ...extra }
  const posts = source('posts', { schema, eventTime: 'at', maxDelay, idleTimeout })
  return pipeline(name, posts).output(events =>
    events
      .where(post => post.score.gte(least))
      .derive(post => ({ site: post.id.lower() }))
      .groupBy('site')
      .window(tumbling(size))
      .aggregate({ [`${name}_count`]: count(), mean: avg(mean) })
      .having(row => row.mean.gt(having))
      .into(table(name, { partitionBy: partitioned ? [day('windowStart')] : [] })),
  ).definition
}

const base = fingerprint(variant({}))

test.each<[string, Variant]>([
  ['names of pipeline, table and aggregates', { name: 'other' }],
  ['having', { having: 5 }],
  ['partitionBy', { partitioned: true }],
  ['idleTimeout', { idleTimeout: '5 minutes' }],
])('%s does not matter to state', (_what, change) => {
  expect(fingerprint(variant(change))).toBe(base)
})

test.each<[string, Variant]>([
  ['maxDelay', { maxDelay: '2 seconds' }],
  ['the window', { size: '2 minutes' }],
  ['a step before the window', { least: 1 }],
  ['an input', { mean: 'votes' }],
])('%s matters', (_what, change) => {
  expect(fingerprint(variant(change))).not.toBe(base)
})

test('fields that nobody reads may come, types of those that are read matter', () => {
  expect(fingerprint(variant({}, { more: optional(string()) }))).toBe(base)
  expect(fingerprint(variant({}, { score: optional(int64()) }))).not.toBe(base)
})

test('is stable: stored state depends on it', () => {
  expect(fingerprint(variant({}), 'rows')).toBe('9710d74ede9bdc3581901db5f5a0cd80ee8cf1f8bd41f90e6939738f3e8766f6')
})

test('outputs have their own', () => {
  const { definition } = subredditActivity
  const each = definition.outputs.map(output => fingerprint(definition, output.name))
  expect(new Set([...each, fingerprint(definition)]).size).toBe(4)
  expect(() => fingerprint(definition, 'x')).toThrow(
    'the pipeline subreddit-activity has no output x; it has posts_raw, good_posts, subreddit_activity',
  )
})
