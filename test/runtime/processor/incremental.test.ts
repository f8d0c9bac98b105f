import { createPartitionProcessor } from '../../../runtime'
import { batchOf, definition, memory } from './support'

/** Windows of a day, so that every key stays open. */
const tumbling = definition.outputs[1]
const daily = {
  ...definition,
  outputs: [
    {
      ...tumbling,
      windowed: tumbling.windowed && { ...tumbling.windowed, window: { kind: 'tumbling' as const, sizeMs: 86_400_000, offsetMs: 0 } },
    },
  ],
}
const touch = (from: number, count: number, position: number) =>
  batchOf(
    Array.from({ length: count }, (_, index) => ({ id: 'x', time: 1000 + position, topic: `topic ${from + index}`, score: 1 })),
    position,
  )

test('a commit costs in proportion to what changed: 100 of 100,000 open keys', async () => {
  const ports = memory()
  const processor = createPartitionProcessor({ definition: daily, partition: 'p', ports })
  const filled = await processor.processBatch(touch(0, 100_000, 0))
  expect(filled.open).toBe(100_000)
  const perKey = filled.committedBytes / 100_000
  const hundred = await processor.processBatch(touch(500, 100, 100_000))
  const one = await processor.processBatch(touch(7, 1, 100_100))
  expect(hundred.open).toBe(100_000)
  expect(hundred.committedBytes).toBeLessThan(200 * perKey + 500)
  expect(one.committedBytes).toBeLessThan(500)
  const reloaded = createPartitionProcessor({ definition: daily, partition: 'p', ports })
  await reloaded.processBatch(touch(500, 100, 100_101))
  await reloaded.finish()
  const rows = ports.sink.rows('p', 'tumbling')
  expect(rows).toHaveLength(100_000)
  expect(rows.filter(({ values }) => values['posts'] === 3).map(({ values }) => values['topic'])).toHaveLength(100)
})

test('changes are folded into a new base before they outweigh it, so that a load stays cheap too', async () => {
  const ports = memory()
  const processor = createPartitionProcessor({ definition: daily, partition: 'p', ports })
  await processor.processBatch(touch(0, 2000, 0))
  let committed = 0
  for (let batch = 0; batch < 200; batch++)
    committed += (await processor.processBatch(touch(batch * 10, 50, 10_000 + batch * 50))).committedBytes
  const stored = await ports.state.load('p')
  const sizes = (stored?.chunks ?? []).map(({ length }) => length)
  const changes = sizes.slice(1).reduce((total, size) => total + size, 0)
  expect(changes).toBeLessThanOrEqual(sizes[0])
  const perChange = (sizes[0] / 2000) * 50 * 200
  expect(committed).toBeLessThan(4 * perChange)
})
