import { deliver } from './support/deliver'
import { expectedRows, texts } from './support/expected'
import { MemoryStream } from './support/memory-stream'
import { bytesOfClick, byUser, type Click, START } from './support/pipelines'
import { readTable } from './support/read-tables'
import { context, World } from './support/world'

const clicks: readonly Click[] = Array.from({ length: 500 }, (_, index) => ({
  id: `c${index}`,
  user: `u${index % 7}`,
  page: `p${index % 3}`,
  at: START + index * 1000,
  value: (index * 37) % 100,
}))

test('events of a Kinesis shard become rows of a Delta table', async () => {
  const { definition } = byUser
  const world = new World(byUser, new MemoryStream(1))
  for (const click of clicks) world.events.put({ partitionKey: click.user, data: bytesOfClick(click) })
  // An event a day later closes what is open.
  world.events.put({ partitionKey: 'z', data: bytesOfClick({ id: 'end', user: 'z', page: 'z', at: START + 86_400_000, value: 0 }) })
  await deliver(world.events, world.process(), { batchSize: 100 })
  expect(world.errors).toEqual([])
  await world.publish()({}, context())
  const expected = await expectedRows(definition, [clicks.map(bytesOfClick)])
  for (const output of definition.outputs) {
    const rows = await readTable(world.bucket, output)
    expect(texts(output, rows)).toEqual(expected.get(output.name))
  }
  expect([...world.bucket.objects.keys()].filter(key => key.startsWith('staged/'))).toEqual([])
})
