import { deliver } from '../processors/aws-lambda/support/deliver'
import { texts } from '../processors/aws-lambda/support/expected'
import { MemoryStream } from '../processors/aws-lambda/support/memory-stream'
import { byPage, bytesOfClick, START } from '../processors/aws-lambda/support/pipelines'
import { readTable } from '../processors/aws-lambda/support/read-tables'
import { context, World } from '../processors/aws-lambda/support/world'

const MINUTE = 60_000

/** The merge waits for the shards that were there first: one that never had a record, was split, and left the stream's list, was waited for without end. */
test('a shard that never had a record, was split and expired doesn’t hold windows back', async () => {
  const world = new World(byPage, new MemoryStream(2))
  const [first, second] = world.events.all
  const put = (id: string, hashKey: bigint, at: number) =>
    world.events.put({ partitionKey: 'u', explicitHashKey: hashKey, data: bytesOfClick({ id, user: 'u', page: 'p', at, value: 1 }) })
  put('before', first.firstHashKey, START)
  await deliver(world.events, world.process(), { batchSize: 10 })
  world.events.split(second.id)
  world.events.expire(second.id)
  const children = world.events.all.filter(({ parents }) => parents.includes(second.id))
  for (const { id, firstHashKey } of [first, ...children]) put(`after ${id}`, firstHashKey, START + 2 * MINUTE)
  await deliver(world.events, world.process(), { batchSize: 10 })
  await deliver(world.shuffle, world.merge(), { batchSize: 10 })
  await world.publish()({}, context())
  const [pages] = byPage.definition.outputs
  expect(texts(pages, await readTable(world.bucket, pages))).toEqual([
    `{"windowStart":${START},"windowEnd":${START + MINUTE},"page":"p","clicks":1,"value":1}`,
  ])
})
