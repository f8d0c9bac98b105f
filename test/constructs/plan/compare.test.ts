import { compareStates, planKinesisFlinkLake, planKinesisLambdaLake } from '../../../constructs/plan'
import { postActivity } from '../../../examples/posts/pipeline'
import { count, int64, pipeline, session, source, string, table, timestamp, tumbling } from '../../../index'
import type { Definition } from '../../../pipeline'

const schema = { at: timestamp(), user: string(), page: string(), size: int64() }
const clicks = (partitionKey: 'user' | 'page') => source('clicks', { schema, eventTime: 'at', partitionKey, maxDelay: '1 minute' })

function windows(key: 'user' | 'page' = 'user', partitionKey: 'user' | 'page' = 'user', isSession = false): Definition {
  const window = isSession ? session('1 minute') : tumbling('1 minute')
  return pipeline('clicks', clicks(partitionKey)).output(events =>
    events.groupBy(key).window(window).aggregate({ clicks: count() }).into(table('by_key')),
  ).definition
}

const stateOf = (definition: Definition, settings = {}) => planKinesisLambdaLake(definition, settings).deployedState
const paths = (before: Definition, after: Definition, settings: { readonly before?: object; readonly after?: object } = {}) =>
  compareStates(stateOf(before, settings.before), stateOf(after, settings.after)).map(({ path, message }) => `${path}: ${message}`)

test('the same definition, another rate, another memory are safe', () => {
  const before = stateOf(postActivity.definition, { eventsPerSecond: 10_000 })
  expect(compareStates(before, stateOf(postActivity.definition, { eventsPerSecond: 12_000, function: { memoryMb: 2048 } }))).toEqual([])
})

test('another window is refused, with ways out', () => {
  const [change, ...others] = compareStates(stateOf(windows()), stateOf(windows('user', 'user', true)))
  expect(others).toEqual([])
  expect(change).toMatchObject({ code: 'unsafe-change', path: 'outputs.by_key' })
  expect(change.ways.map(({ name }) => name)).toEqual(['another generation', 'side by side', 'undo'])
  expect(change.ways[0].settings).toEqual({ generation: 2 })
})

test('another generation has state of its own; an earlier one is refused', () => {
  expect(paths(windows(), windows('page', 'page', true), { after: { generation: 2 } })).toEqual([])
  expect(paths(windows(), windows(), { before: { generation: 3 }, after: { generation: 2 } })).toEqual([
    'settings.generation: an earlier generation would go on with state of its time',
  ])
})

test('another partition key is refused where there are windows', () => {
  expect(paths(windows('user', 'user'), windows('user', 'page'))).toEqual([
    'source.partitionKey: open windows of a key are in the shard of its former partition key',
    'outputs.by_key: whether its windows are merged over shards changed',
  ])
  const archive = (partitionKey: 'user' | 'page') =>
    pipeline('clicks', clicks(partitionKey)).output(events => events.into(table('archive'))).definition
  expect(paths(archive('user'), archive('page'))).toEqual([])
})

test('an output with windows neither comes nor goes; one without may', () => {
  const [topics, ...others] = postActivity.definition.outputs
  const one = { ...postActivity.definition, outputs: [topics] }
  const archive = postActivity.definition.outputs.filter(({ windowed }) => windowed === null)
  expect(paths(one, { ...one, outputs: [topics, ...archive] })).toEqual([])
  expect(paths({ ...one, outputs: [topics, ...archive] }, one)).toEqual([])
  expect(paths(one, { ...one, outputs: [topics, others[0]] })).toEqual([
    'outputs.link_trends: the stored state knows no windows of this output',
  ])
  expect(paths({ ...one, outputs: [topics, others[0]] }, one)).toEqual([
    'outputs.link_trends: the stored state has open windows of this output, which is gone',
  ])
})

test('shards go by half or double; partitions of tables and of the shuffle are fixed', () => {
  const shards = (count: number) => ({ stream: { shards: count } })
  const { definition } = postActivity
  expect(paths(definition, definition, { before: shards(4), after: shards(8) })).toEqual([])
  expect(paths(definition, definition, { before: shards(4), after: shards(2) })).toEqual([])
  expect(paths(definition, definition, { before: shards(4), after: shards(9) })).toHaveLength(1)
  expect(paths(definition, definition, { before: shards(4), after: shards(1) })).toHaveLength(1)
  expect(paths(definition, definition, { before: {}, after: { mergePartitions: 32 } })).toEqual([
    'settings.mergePartitions: keys would change their partition of the shuffle',
  ])
  const [topics] = definition.outputs
  const unpartitioned = { ...topics, into: { ...topics.into, partitionBy: [] } }
  expect(paths({ ...definition, outputs: [topics] }, { ...definition, outputs: [unpartitioned] })).toEqual([
    "outputs.topic_activity.into.partitionBy: a table's partitions are fixed",
  ])
})

test('Managed Flink may go on without state, by choice; its tables stay as they are', () => {
  const state = (definition: Definition, skipSnapshot = false) => planKinesisFlinkLake(definition, { skipSnapshot }).deployedState
  const [change] = compareStates(state(windows()), state(windows('user', 'user', true)))
  expect(change.ways.map(({ name }) => name)).toContain('without state')
  expect(compareStates(state(windows()), state(windows('user', 'user', true), true))).toEqual([])
  const [output] = windows().outputs
  const byDay = {
    ...windows(),
    outputs: [{ ...output, into: { ...output.into, partitionBy: [{ column: 'windowStart', unit: 'day' } as const] } }],
  } as Definition
  expect(compareStates(state(windows()), state(byDay, true)).map(({ path }) => path)).toEqual(['outputs.by_key.into.partitionBy'])
})
