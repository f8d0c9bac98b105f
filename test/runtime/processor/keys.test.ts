import { count, list, pipeline, reference, source, stream, string, timestamp, tumbling } from '../../../pipeline'
import { needsMerge } from '../../../runtime'
import { partitionKeyPlace, partitionKeyText } from '../../../runtime/processor/keys'
import { KeyCodec } from '../../../windowing'

const options = {
  schema: { id: string(), time: timestamp('epoch-ms'), topic: string(), tags: list(string()) },
  eventTime: 'time',
  maxDelay: '1 minute',
} as const
const window = tumbling('1 minute')
const aggregates = { posts: count() }
const topics = reference('topics', { schema: { topic: string(), id: string() }, rows: [{ topic: 'a', id: 'x' }] })

/** Each output is named by what it shows. */
const { definition } = pipeline('keys', source('posts', { ...options, partitionKey: 'id' }))
  .output(events => events.into(stream('archive')))
  .output(events => events.groupBy('id').window(window).aggregate(aggregates).into(stream('by_partition_key')))
  .output(events => events.groupBy('topic', 'id').window(window).aggregate(aggregates).into(stream('by_more')))
  .output(events => events.groupBy('topic').window(window).aggregate(aggregates).into(stream('by_other')))
  .output(events => events.groupBy().window(window).aggregate(aggregates).into(stream('by_nothing')))
  .output(events =>
    events
      .groupBy(event => ({ id: event.id.lower() }))
      .window(window)
      .aggregate(aggregates)
      .into(stream('by_derived')),
  )
  .output(events =>
    events
      .groupBy(event => ({ author: event.id }))
      .window(window)
      .aggregate(aggregates)
      .into(stream('by_renamed_key')),
  )
  .output(events =>
    events
      .derive(event => ({ author: event.id, id: event.topic }))
      .groupBy('author')
      .window(window)
      .aggregate(aggregates)
      .into(stream('by_copy')),
  )
  .output(events =>
    events
      .derive(event => ({ id: event.topic }))
      .groupBy('id')
      .window(window)
      .aggregate(aggregates)
      .into(stream('by_replaced')),
  )
  .output(events => events.explode('tags', 'tag').groupBy('id', 'tag').window(window).aggregate(aggregates).into(stream('exploded')))
  .output(events =>
    events.select('topic', 'tags').explode('tags', 'id').groupBy('id').window(window).aggregate(aggregates).into(stream('exploded_over')),
  )
  .output(events =>
    events
      .select('topic')
      .lookup(topics, { on: { topic: 'topic' }, take: ['id'] })
      .groupBy('id')
      .window(window)
      .aggregate(aggregates)
      .into(stream('looked_up_over')),
  )

const merged = (partitions: number | 'many', of = definition) =>
  of.outputs.filter(output => needsMerge(of, output, partitions)).map(({ name }) => name)

test('outputs need a merge unless a group key is the partition key', () => {
  for (const partitions of [4, 'many'] as const)
    expect(merged(partitions)).toEqual(['by_other', 'by_nothing', 'by_derived', 'by_replaced', 'exploded_over', 'looked_up_over'])
})

test('one partition never needs a merge', () => {
  expect(merged(1)).toEqual([])
})

test('without a known partition key every windowed output does', () => {
  const unknown = { ...definition, source: { ...definition.source, partitionKey: null } }
  expect(merged(2, unknown)).toEqual(definition.outputs.filter(({ windowed }) => windowed !== null).map(({ name }) => name))
})

test('the text of the partition key is found in the group key, under whatever name and in whatever place', () => {
  const textIn = (output: string, key: readonly string[]) => {
    const found = definition.outputs.find(({ name }) => name === output)
    const place = found === undefined ? null : partitionKeyPlace(definition, found)
    const bytes = Uint8Array.of(1, 2, ...new KeyCodec(key.map(() => 'string')).encode(key), 3)
    return place === null ? null : partitionKeyText(place)(bytes, 2, bytes.length - 1)
  }
  expect(textIn('by_partition_key', ['"ü\n'])).toBe('"ü\n')
  expect(textIn('by_more', ['topic', 'a\u0000b'])).toBe('a\u0000b')
  expect(textIn('by_renamed_key', ['x'])).toBe('x')
  expect(textIn('by_copy', ['y'])).toBe('y')
  for (const output of ['archive', 'by_other', 'by_nothing', 'by_derived', 'by_replaced']) expect(textIn(output, ['x'])).toBeNull()
})
