import { createTickHandler } from '../../../processors/aws-lambda'
import { deliver } from './support/deliver'
import { texts } from './support/expected'
import { MemoryStream } from './support/memory-stream'
import { archive, byPage, bytesOfClick, byUser, type Click, START } from './support/pipelines'
import { readTable } from './support/read-tables'
import { context, VARIABLES, World } from './support/world'

const click = (index: number): Click => ({ id: `c${index}`, user: 'u', page: 'p', at: START + index * 1000, value: 1 })
const MINUTE = 60_000

test('a shard without events for the timeout gets a tick, which closes its windows; again after a further timeout', async () => {
  const world = new World(byUser)
  for (let index = 0; index < 30; index++) world.events.put({ partitionKey: 'u', data: bytesOfClick(click(index)) })
  const [process, tick] = [world.process(), world.tick()]
  const records = () => world.events.records('shardId-000000000000').length
  world.now = world.events.now
  await tick({}, context())
  world.now += 10 * MINUTE
  await tick({}, context())
  // Unread events: a tick behind them would come too early for what is still on its way.
  expect(records()).toBe(30)
  await deliver(world.events, process, { batchSize: 100 })
  world.events.now = world.now
  await tick({}, context())
  await tick({}, context())
  expect(records()).toBe(31)
  world.now += MINUTE / 2
  await tick({}, context())
  expect(records()).toBe(31)
  await deliver(world.events, process, { batchSize: 100 })
  world.now += MINUTE
  await tick({}, context())
  expect(records()).toBe(32)
  await world.publish()({}, context())
  const [minutes] = byUser.definition.outputs
  expect(texts(minutes, await readTable(world.bucket, minutes))).toEqual([
    `{"windowStart":${START},"windowEnd":${START + MINUTE},"user":"u","clicks":30,"value":30,"last":${START + 29_000}}`,
  ])
})

test('an event keeps its shard from being idle, and closed shards get no ticks', async () => {
  const world = new World(byUser, new MemoryStream(2))
  world.events.merge('shardId-000000000000', 'shardId-000000000001')
  const tick = world.tick()
  world.events.now = world.now
  await tick({}, context())
  world.now += 2 * MINUTE
  world.events.now = world.now - 1000
  world.events.put({ partitionKey: 'u', data: bytesOfClick(click(0)) })
  await deliver(world.events, world.process(), { batchSize: 100 })
  await tick({}, context())
  expect(world.events.all.map(({ id }) => world.events.records(id).length)).toEqual([0, 0, 1])
})

test('a shard that never had an event gets one too, so that merges don’t wait for it', async () => {
  const world = new World(byPage, new MemoryStream(3))
  const open = world.tick()
  for (const [index, { firstHashKey }] of world.events.all.entries())
    if (index < 2) world.events.put({ partitionKey: 'u', explicitHashKey: firstHashKey, data: bytesOfClick(click(index)) })
  world.now = world.events.now
  await open({}, context())
  await deliver(world.events, world.process(), { batchSize: 10 })
  world.now += 2 * MINUTE
  await open({}, context())
  await deliver(world.events, world.process(), { batchSize: 10 })
  await deliver(world.shuffle, world.merge(), { batchSize: 10 })
  await world.publish()({}, context())
  const [pages] = byPage.definition.outputs
  expect(texts(pages, await readTable(world.bucket, pages))).toEqual([
    `{"windowStart":${START},"windowEnd":${START + MINUTE},"page":"p","clicks":2,"value":2}`,
  ])
})

test('a definition without idleTimeout has no ticks', () => {
  const { definition } = archive
  const still = { ...definition, source: { ...definition.source, idleTimeoutMs: null } }
  expect(() => createTickHandler(still, { variables: VARIABLES })).toThrow(/no idleTimeout.*leave this function out/)
})
