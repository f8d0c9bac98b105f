import { ConflictError, createPartitionProcessor, recordBatchOf, type StateChange } from '../../../runtime'
import { StateError } from '../../../windowing'
import { batchOf, definition, memory, recordOf, somePosts } from './support'

const posts = somePosts(60, 9000)
const OUTPUTS = definition.outputs.map(({ name }) => name)

type Memory = ReturnType<typeof memory>
const contents = ({ sink, deadLetters }: Memory) => ({
  rows: OUTPUTS.map(output => sink.rows('p', output)),
  late: OUTPUTS.map(output => sink.rows('p', output, 'late')),
  letters: deadLetters.letters('p'),
})

async function whole(): Promise<Memory> {
  const ports = memory()
  const processor = createPartitionProcessor({ definition, partition: 'p', ports })
  await processor.processBatch(batchOf([...posts, 'no json']))
  await processor.finish()
  return ports
}

describe('a partition processor', () => {
  test('gives rows, late rows and dead letters with their causes, and says so', async () => {
    const ports = memory()
    const processor = createPartitionProcessor({ definition, partition: 'p', ports })
    const late = { id: 'x', time: posts[0].time - 60_000, topic: 'a', score: 1 }
    const report = await processor.processBatch(batchOf([...posts, 'no json', late]))
    expect(report).toMatchObject({ partition: 'p', records: 62, applied: 62, deadLetters: 1, position: 61, ordinal: 62, finished: false })
    expect(report.watermark).toBe(Math.max(...posts.map(({ time }) => time)) - 5000)
    expect(report.open).toBeGreaterThan(0)
    expect(report.committedBytes).toBeGreaterThan(0)
    expect(ports.sink.rows('p', 'archive').map(({ cause }) => cause)).toEqual([...posts.map((_, index) => index + 1), 62])
    expect(ports.deadLetters.letters('p')).toMatchObject([
      { cause: 61, output: null, position: 60, error: { code: 'malformed' }, record: new TextEncoder().encode('no json') },
    ])
    const lateRows = ports.sink.rows('p', 'tumbling', 'late')
    expect(lateRows.at(-1)).toMatchObject({
      cause: 62,
      values: { eventTime: late.time, watermark: report.watermark, position: 61, arrivalTime: late.time, record: recordOf(0, late).bytes },
    })
    const [first] = ports.sink.rows('p', 'tumbling')
    expect(Object.keys(first.values)).toEqual(['windowStart', 'windowEnd', 'topic', 'posts', 'score'])
    expect(report.outputs.map(({ rows }) => rows)).toEqual(OUTPUTS.map(output => ports.sink.rows('p', output).length))
    const last = await processor.finish()
    expect(last).toMatchObject({ records: 0, applied: 0, ordinal: 63, watermark: Number.POSITIVE_INFINITY, open: 0, finished: true })
  })

  test.each([1, 2, 7, 30])('gives the same in batches of %d, each by a new worker, each batch twice', async size => {
    const ports = memory()
    const all = [...posts, 'no json']
    for (let from = 0; from < all.length; from += size) {
      const batch = batchOf(all.slice(from, from + size), from)
      await createPartitionProcessor({ definition, partition: 'p', ports }).processBatch(batch)
      const again = await createPartitionProcessor({ definition, partition: 'p', ports }).processBatch(batch)
      expect(again).toMatchObject({ applied: 0, committedBytes: 0 })
    }
    await createPartitionProcessor({ definition, partition: 'p', ports }).finish()
    await createPartitionProcessor({ definition, partition: 'p', ports }).finish()
    expect(contents(ports)).toEqual(contents(await whole()))
  })

  test('skips records that do not rise within a batch', async () => {
    const ports = memory()
    const order = [0, 1, 2, 1, 2, 3, 3, 0, 4]
    const processor = createPartitionProcessor({ definition, partition: 'p', ports })
    const report = await processor.processBatch(recordBatchOf(order.map(index => recordOf(2n ** 120n + BigInt(index), posts[index]))))
    expect(report).toMatchObject({ records: 9, applied: 5, position: 2n ** 120n + 4n, ordinal: 5 })
    expect(await createPartitionProcessor({ definition, partition: 'p', ports }).processBatch(batchOf([]))).toMatchObject({
      position: 2n ** 120n + 4n,
    })
  })

  test('closes windows by a tick', async () => {
    const ports = memory()
    const processor = createPartitionProcessor({ definition, partition: 'p', ports })
    await processor.processBatch(batchOf([{ id: 'x', time: 1000, topic: 'a', score: 1 }]))
    expect(ports.sink.rows('p', 'tumbling')).toEqual([])
    const report = await processor.processBatch(recordBatchOf([{ position: 1, arrivalTime: 15_000, bytes: null }]))
    expect(report.watermark).toBe(10_000)
    expect(ports.sink.rows('p', 'tumbling')).toEqual([
      { cause: 2, values: { windowStart: 0, windowEnd: 10_000, topic: 'a', posts: 1, score: 1 } },
    ])
  })

  test('whose worker was overtaken throws, and goes on from the checkpoint of the other', async () => {
    const ports = memory()
    const [one, other] = [1, 2].map(() => createPartitionProcessor({ definition, partition: 'p', ports }))
    await one.processBatch(batchOf(posts.slice(0, 10)))
    await other.processBatch(batchOf(posts.slice(0, 20)))
    await expect(one.processBatch(batchOf(posts.slice(10, 30), 10))).rejects.toThrow(ConflictError)
    expect(await one.processBatch(batchOf(posts.slice(10, 30), 10))).toMatchObject({ applied: 10, ordinal: 30 })
    await one.processBatch(batchOf([...posts.slice(30), 'no json'], 30))
    await one.finish()
    expect(contents(ports)).toEqual(contents(await whole()))
  })

  test('whose port fails drops its state, and the retry goes on from the checkpoint', async () => {
    const ports = memory()
    let fails = true
    const commit = async (partition: string, version: number, change: StateChange) => {
      if (fails) throw new Error('no answer')
      return ports.state.commit(partition, version, change)
    }
    const state = { load: (partition: string) => ports.state.load(partition), commit }
    const processor = createPartitionProcessor({ definition, partition: 'p', ports: { ...ports, state } })
    await expect(processor.processBatch(batchOf(posts.slice(0, 40)))).rejects.toThrow('no answer')
    fails = false
    expect(await processor.processBatch(batchOf([...posts, 'no json']))).toMatchObject({ applied: 61 })
    await processor.finish()
    expect(contents(ports)).toEqual(contents(await whole()))
  })

  test('refuses calls that overlap, records after the end, and indexes out of range', async () => {
    const ports = memory()
    const processor = createPartitionProcessor({ definition, partition: 'p', ports })
    const running = processor.processBatch(batchOf(posts))
    await expect(processor.finish()).rejects.toThrow(/still running/)
    await running
    await processor.finish()
    await expect(processor.processBatch(batchOf(posts, 100))).rejects.toThrow(/position 100 after its end/)
    for (const [index, partitions] of [
      [1, 1],
      [-1, 2],
      [0, 0],
    ])
      expect(() => createPartitionProcessor({ definition, partition: 'p', ports, index, partitions })).toThrow(RangeError)
  })

  test('without a state store is broken by a failure, since there is nothing to go back to', async () => {
    const ports = { ...memory(), state: null, sink: { write: () => Promise.reject(new Error('disk full')) } }
    const processor = createPartitionProcessor({ definition, partition: 'p', ports })
    await expect(processor.processBatch(batchOf(posts))).rejects.toThrow('disk full')
    await expect(processor.processBatch(batchOf(posts))).rejects.toThrow(/start again with a new processor/)
  })

  test('takes outputs in another order, and refuses state of a changed definition with ways out', async () => {
    const ports = memory()
    await createPartitionProcessor({ definition, partition: 'p', ports }).processBatch(batchOf(posts.slice(0, 30)))
    const reordered = { ...definition, outputs: definition.outputs.toReversed() }
    const moved = createPartitionProcessor({ definition: reordered, partition: 'p', ports })
    expect(await moved.processBatch(batchOf(posts.slice(0, 30)))).toMatchObject({ applied: 0, ordinal: 30 })
    const delayed = { ...definition, source: { ...definition.source, maxDelayMs: 1 } }
    const changed = createPartitionProcessor({ definition: delayed, partition: 'p', ports })
    await expect(changed.processBatch(batchOf(posts))).rejects.toThrow(StateError)
    await expect(changed.processBatch(batchOf(posts))).rejects.toThrow(/'tumbling' was changed in what matters to state.*Ways out/)
    const fewer = createPartitionProcessor({
      definition: { ...definition, outputs: definition.outputs.slice(0, 2) },
      partition: 'p',
      ports,
    })
    await expect(fewer.processBatch(batchOf(posts))).rejects.toThrow(/has state of output 'hopping', which this definition does not have/)
    const twoStages = createPartitionProcessor({ definition, partition: 'p', ports, partitions: 2 })
    await expect(twoStages.processBatch(batchOf(posts))).rejects.toThrow(/partials of partition 0/)
  })
})
