import { createMergeProcessor, createPartitionProcessor, MemoryShuffleLog, mergePartitionName, recordBatchOf } from '../../../runtime'
import { batchOf, definition, memory, type Post, somePosts } from './support'

const posts = somePosts(300, 4000, 250)
const MERGED = ['tumbling', 'hopping', 'sessions'] as const

async function singlePartition(output: string) {
  const ports = memory()
  const processor = createPartitionProcessor({ definition, partition: '0', ports })
  await processor.processBatch(batchOf(posts))
  await processor.finish()
  return ports.sink.rows('0', output).map(({ values }) => values)
}

const keyOf = (row: object) => JSON.stringify(row)

test.each([
  [2, 1, 1000],
  [3, 4, 20],
])(
  '%d partitions merged in %d give the rows of one; keys that hold the partition key need no merge',
  async (partitions, mergePartitions, limit) => {
    const ports = memory(mergePartitions)
    const spread: Post[][] = Array.from({ length: partitions }, () => [])
    for (const post of posts) spread[Number(post.id.slice(2)) % partitions].push(post)
    for (const [index, part] of spread.entries()) {
      const processor = createPartitionProcessor({ definition, partition: String(index), ports, index, partitions, maxMessageBytes: 1024 })
      for (let from = 0; from < part.length; from += 15) await processor.processBatch(batchOf(part.slice(from, from + 15), from))
      await processor.finish()
    }
    for (const output of MERGED) {
      const merged = []
      for (let partition = 0; partition < mergePartitions; partition++) {
        const processor = createMergeProcessor({ definition, output, partition, producers: partitions, ports })
        let position = null
        for (;;) {
          const messages = await ports.shuffle.read(output, partition, position, limit)
          if (messages.length === 0) break
          await processor.processBatch(messages)
          position = messages.positions[messages.length - 1]
        }
        const rows = ports.sink.rows(mergePartitionName(output, partition), output).map(({ values }) => values)
        merged.push(...rows)
      }
      expect(merged.map(keyOf).sort()).toEqual((await singlePartition(output)).map(keyOf).sort())
    }
    const byId = spread.flatMap((_, index) => ports.sink.rows(String(index), 'by_id').map(({ values }) => keyOf(values)))
    expect(byId.sort()).toEqual((await singlePartition('by_id')).map(keyOf).sort())
    expect((await ports.shuffle.read('by_id', 0, null)).length).toBe(0)
  },
)

test('a merge refuses what is not of its definition, and outputs that have no windows', async () => {
  const ports = memory()
  const merge = () => createMergeProcessor({ definition, output: 'tumbling', partition: 0, producers: 2, ports })
  const record = (bytes: Uint8Array) => recordBatchOf([{ position: 5, arrivalTime: 0, bytes }])
  await expect(merge().processBatch(record(Uint8Array.of(1, 2)))).rejects.toThrow(/position 5 of 'tumbling\/merge-0' is not one of/)
  await expect(merge().processBatch(record(Uint8Array.of(9)))).rejects.toThrow(/format 9, this version reads 1/)
  const shuffle = new MemoryShuffleLog(1)
  const first = createPartitionProcessor({ definition, partition: '2', ports: { ...memory(), shuffle }, index: 2, partitions: 3 })
  await first.processBatch(batchOf(posts))
  await expect(merge().processBatch(await shuffle.read('tumbling', 0, null))).rejects.toThrow(/producer 2, but producers are 0, 1/)
  await expect(merge().processBatch(await shuffle.read('hopping', 0, null))).rejects.toThrow(/another definition/)
  for (const output of ['archive', 'none'])
    expect(() => createMergeProcessor({ definition, output, partition: 0, producers: 2, ports })).toThrow(/'tumbling', 'hopping'/)
})

test('a merge can be finished where a producer never ends', async () => {
  const ports = memory()
  const first = createPartitionProcessor({ definition, partition: '0', ports, index: 0, partitions: 2 })
  await first.processBatch(batchOf(posts))
  await first.finish()
  const merge = createMergeProcessor({ definition, output: 'tumbling', partition: 0, producers: 2, ports })
  await merge.processBatch(await ports.shuffle.read('tumbling', 0, null))
  expect(ports.sink.rows('tumbling/merge-0', 'tumbling')).toEqual([])
  expect(await merge.finish()).toMatchObject({ finished: true, open: 0 })
  expect(ports.sink.rows('tumbling/merge-0', 'tumbling').map(({ values }) => values)).toEqual(await singlePartition('tumbling'))
})

test('the first stage says so where it has no shuffle log', async () => {
  const { state, sink, deadLetters } = memory()
  const processor = createPartitionProcessor({ definition, partition: '0', ports: { state, sink, deadLetters }, partitions: 2 })
  await expect(processor.processBatch(batchOf(posts))).rejects.toThrow(/no shuffle log among its ports/)
})
