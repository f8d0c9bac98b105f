import { count, hopping, int64, pipeline, session, source, stream, string, sum, timestamp, tumbling } from '../../../pipeline'
import {
  ConflictError,
  createMergeProcessor,
  createPartitionProcessor,
  MemoryShuffleLog,
  type MemorySink,
  mergePartitionName,
  type ParentState,
  recordBatchOf,
} from '../../../runtime'
import { StateError } from '../../../windowing'
import { memory } from '../processor/support'

interface Click {
  readonly user: string
  readonly at: number
  readonly page: string
}

const clicks = source('clicks', {
  schema: { user: string(), at: timestamp('epoch-ms'), page: string(), weight: int64() },
  eventTime: 'at',
  partitionKey: 'user',
  maxDelay: '5 seconds',
})

/** Windows by the partition key, and by something else. */
const { definition } = pipeline('clicks', clicks)
  .output(events =>
    events
      .groupBy('user')
      .window(hopping('30 seconds', { every: '10 seconds' }))
      .aggregate({ clicks: count() })
      .into(stream('by_user')),
  )
  .output(events => events.groupBy('user').window(session('10 seconds')).aggregate({ clicks: count() }).into(stream('visits')))
  .output(events =>
    events
      .groupBy('page')
      .window(tumbling('10 seconds'))
      .aggregate({ clicks: count(), weight: sum('weight') })
      .into(stream('by_page')),
  )

const log = (entries: readonly Click[], first = 0) =>
  recordBatchOf(
    entries.map(({ user, at, page }, index) => ({
      position: first + index,
      arrivalTime: at * 1000,
      bytes: new TextEncoder().encode(JSON.stringify({ user, at: at * 1000, page, weight: 1 })),
    })),
  )

type Ports = ReturnType<typeof memory>

async function messagesOf({ shuffle }: Ports): Promise<readonly string[]> {
  const { length, bytes, starts, ends } = await shuffle.read('by_page', 0, null)
  return Array.from({ length }, (_, index) => Buffer.from(bytes.subarray(starts[index], ends[index])).toString('hex'))
}

const shard = (ports: Ports, index: number, inherit?: () => Promise<readonly ParentState[]>) =>
  createPartitionProcessor({ definition, partition: String(index), index, partitions: 'many', ports, ...(inherit && { inherit }) })

async function parent(ports: Ports, index: number, keeps: (keyText: string | null) => boolean = () => true): Promise<ParentState> {
  const state = await ports.state.load(String(index))
  if (!state) throw new Error(`shard ${index} has no state`)
  return { partition: String(index), state, keeps }
}

const rowsOf = (sink: MemorySink, partition: number | string, output: string) =>
  sink.rows(String(partition), output).map(({ cause, values }) => {
    const { windowStart, windowEnd, user, page, clicks: counted } = values
    return [cause, Number(windowStart) / 1000, Number(windowEnd) / 1000, user ?? page, counted]
  })

const FIRST: readonly Click[] = [
  { user: 'ann', at: 1, page: 'home' },
  { user: 'bob', at: 2, page: 'home' },
  { user: 'ann', at: 12, page: 'shop' },
]

describe('a shard that is split', () => {
  async function split() {
    const ports = memory()
    await shard(ports, 0).processBatch(log(FIRST))
    await shard(ports, 0).handOver([1, 2])
    const children = [1, 2].map(index =>
      shard(ports, index, async () => [await parent(ports, 0, user => (user === 'ann') === (index === 1))]),
    )
    return { ports, children }
  }

  test('gives its open windows to its children by key', async () => {
    const { ports, children } = await split()
    const [ann, bob] = children
    expect(ports.sink.rows('0', 'by_user')).toEqual([])
    expect(await ann.processBatch(log([{ user: 'ann', at: 13, page: 'home' }]))).toMatchObject({ watermark: 8000, ordinal: 1 })
    await ann.finish()
    await bob.finish()
    expect(rowsOf(ports.sink, 1, 'by_user')).toEqual([
      [2, -20, 10, 'ann', 1],
      [2, -10, 20, 'ann', 3],
      [2, 0, 30, 'ann', 3],
      [2, 10, 40, 'ann', 2],
    ])
    expect(rowsOf(ports.sink, 2, 'by_user')).toEqual([
      [1, -20, 10, 'bob', 1],
      [1, -10, 20, 'bob', 1],
      [1, 0, 30, 'bob', 1],
    ])
    expect(rowsOf(ports.sink, 1, 'visits')).toEqual([
      [2, 1, 11, 'ann', 1],
      [2, 12, 23, 'ann', 2],
    ])
    expect(rowsOf(ports.sink, 2, 'visits')).toEqual([[1, 2, 12, 'bob', 1]])
  })

  test('sends what is merged as it is, and its merge waits for the children', async () => {
    const { ports, children } = await split()
    const merge = createMergeProcessor({ definition, output: 'by_page', partition: 0, producers: [0], ports })
    await merge.processBatch(await ports.shuffle.read('by_page', 0, null))
    expect(rowsOf(ports.sink, mergePartitionName('by_page', 0), 'by_page')).toEqual([])
    await children[0].processBatch(log([{ user: 'ann', at: 9, page: 'home' }]))
    await children[0].finish()
    await merge.processBatch(await ports.shuffle.read('by_page', 0, null))
    expect(rowsOf(ports.sink, mergePartitionName('by_page', 0), 'by_page')).toEqual([])
    await children[1].finish()
    await merge.processBatch(await ports.shuffle.read('by_page', 0, null))
    const messages = await ports.shuffle.read('by_page', 0, null)
    expect(rowsOf(ports.sink, mergePartitionName('by_page', 0), 'by_page')).toEqual([
      [messages.length, 0, 10, 'home', 3],
      [messages.length, 10, 20, 'shop', 1],
    ])
  })

  test('may be handed over again, and takes no more records', async () => {
    const { ports } = await split()
    const before = await ports.state.load('0')
    const sent = await messagesOf(ports)
    expect(await shard(ports, 0).handOver([1, 2])).toMatchObject({ handedOver: true, finished: false, ordinal: 4, committedBytes: 0 })
    expect(await shard(ports, 0).finish()).toMatchObject({ handedOver: true, finished: false, committedBytes: 0 })
    expect(await shard(ports, 0).processBatch(log(FIRST))).toMatchObject({ applied: 0 })
    await expect(shard(ports, 0).processBatch(log(FIRST, 3))).rejects.toThrow(/'0' was handed over, got a record at position 3/)
    expect(await ports.state.load('0')).toEqual(before)
    // Whoever loads the checkpoint sends what it holds again, and nothing else.
    expect(new Set(await messagesOf(ports))).toEqual(new Set(sent))
  })

  test('ends a worker that was overtaken', async () => {
    const ports = memory()
    const slow = shard(ports, 0)
    await slow.processBatch(log(FIRST.slice(0, 1)))
    const fast = shard(ports, 0)
    await fast.processBatch(log(FIRST))
    await fast.handOver([1, 2])
    await expect(slow.processBatch(log(FIRST))).rejects.toThrow(ConflictError)
    expect(await slow.processBatch(log(FIRST))).toMatchObject({ applied: 0, handedOver: true })
  })
})

describe('shards that are merged', () => {
  test('go on with the highest watermark; what it closes is given once, with the first cause', async () => {
    const ports = memory()
    await shard(ports, 0).processBatch(log([{ user: 'ann', at: 1, page: 'home' }]))
    await shard(ports, 1).processBatch(
      log([
        { user: 'bob', at: 2, page: 'home' },
        { user: 'bob', at: 24, page: 'home' },
      ]),
    )
    await shard(ports, 1).handOver([2])
    await shard(ports, 0).handOver([2])
    const child = shard(ports, 2, async () => [await parent(ports, 1), await parent(ports, 0)])
    expect(rowsOf(ports.sink, 1, 'by_user')).toEqual([[2, -20, 10, 'bob', 1]])
    expect(await child.processBatch(log([{ user: 'ann', at: 18, page: 'home' }]))).toMatchObject({ watermark: 19_000 })
    expect(rowsOf(ports.sink, 2, 'by_user')).toEqual([[1, -20, 10, 'ann', 1]])
    expect(ports.sink.rows('2', 'visits', 'late')).toHaveLength(1)
    await child.finish()
    expect(rowsOf(ports.sink, 2, 'by_user')).toEqual([
      [1, -20, 10, 'ann', 1],
      [2, -10, 20, 'ann', 2],
      [2, -10, 20, 'bob', 1],
      [2, 0, 30, 'ann', 2],
      [2, 0, 30, 'bob', 2],
      [2, 10, 40, 'ann', 1],
      [2, 10, 40, 'bob', 1],
      [2, 20, 50, 'bob', 1],
    ])
  })

  test('are waited for by the merge until both are handed over', async () => {
    const ports = memory()
    const merge = () => createMergeProcessor({ definition, output: 'by_page', partition: 0, producers: [0, 1], ports })
    await shard(ports, 0).processBatch(log([{ user: 'ann', at: 40, page: 'home' }]))
    await shard(ports, 1).processBatch(log([{ user: 'bob', at: 2, page: 'home' }]))
    await shard(ports, 0).handOver([2])
    expect(await merge().processBatch(await ports.shuffle.read('by_page', 0, null))).toMatchObject({ watermark: -3000 })
    await shard(ports, 1).handOver([2])
    // What the checkpoint knows counts, not what there was first.
    const later = createMergeProcessor({ definition, output: 'by_page', partition: 0, producers: [7, 9], ports })
    expect(await later.processBatch(await ports.shuffle.read('by_page', 0, null))).toMatchObject({ watermark: 35_000 })
    expect(rowsOf(ports.sink, 'by_page/merge-0', 'by_page')).toHaveLength(1)
  })
})

test('generations without any record hand on what they inherited', async () => {
  const ports = memory()
  await shard(ports, 0).processBatch(log(FIRST))
  await shard(ports, 0).handOver([1, 2])
  const onlyAnn = (user: string | null) => user === 'ann'
  await shard(ports, 1, async () => [await parent(ports, 0, onlyAnn)]).handOver([3, 4])
  await shard(ports, 3, async () => [await parent(ports, 1)]).handOver([5])
  await shard(ports, 4, async () => [await parent(ports, 1, () => false)]).handOver([5])
  await shard(ports, 5, async () => [await parent(ports, 4), await parent(ports, 3)]).finish()
  expect(rowsOf(ports.sink, 5, 'visits')).toEqual([
    [1, 1, 11, 'ann', 1],
    [1, 12, 22, 'ann', 1],
  ])
  expect(await shard(ports, 9).handOver([10])).toMatchObject({ handedOver: true, ordinal: 1, watermark: Number.NEGATIVE_INFINITY })
})

describe('refused is', () => {
  test('a parent that was not handed over', async () => {
    const ports = memory()
    await shard(ports, 0).processBatch(log(FIRST))
    const child = shard(ports, 1, async () => [await parent(ports, 0)])
    await expect(child.processBatch(log(FIRST))).rejects.toThrow(/'1' was to go on from the state of '0', which was not handed over/)
    await expect(child.handOver([2])).rejects.toThrow(StateError)
  })

  test('a parent of another definition', async () => {
    const ports = memory()
    await shard(ports, 0).handOver([1])
    const delayed = { ...definition, source: { ...definition.source, maxDelayMs: 1 } }
    const inherit = async () => [await parent(ports, 0)]
    const child = createPartitionProcessor({ definition: delayed, partition: '1', index: 1, partitions: 'many', ports, inherit })
    await expect(child.processBatch(log(FIRST))).rejects.toThrow(/checkpoint of partition '0' was made by another definition/)
  })

  test('a hand-over to nobody, to one twice, of a finished partition, and of a merge', async () => {
    const ports = memory()
    await expect(shard(ports, 0).handOver([])).rejects.toThrow(/successors must be at least one index/)
    await expect(shard(ports, 0).handOver([1, 1])).rejects.toThrow(/different indexes, got 1, 1/)
    await expect(shard(ports, 0).handOver([-1])).rejects.toThrow(RangeError)
    await shard(ports, 0).finish()
    await expect(shard(ports, 0).handOver([1])).rejects.toThrow(/was finished and can't be handed over/)
    const merge = createMergeProcessor({ definition, output: 'by_page', partition: 0, producers: [0], ports })
    await expect(merge.handOver([1])).rejects.toThrow(/is a merge, which is not handed over/)
  })

  test('a division of windows that are closed in one stage without the partition key', async () => {
    const ports = memory()
    const alone = createPartitionProcessor({ definition, partition: '0', ports })
    await expect(alone.handOver([1])).rejects.toThrow(/'by_page' can't be divided among successors.*partitions: 'many'/)
    expect(() => createPartitionProcessor({ definition, partition: '0', ports, inherit: async () => [] })).toThrow(RangeError)
  })

  test('messages of producers that nobody named, and producers that are none', async () => {
    const ports = { ...memory(), shuffle: new MemoryShuffleLog(1) }
    await shard(ports, 7).processBatch(log(FIRST))
    const merge = (producers: number | readonly number[]) =>
      createMergeProcessor({ definition, output: 'by_page', partition: 0, producers, ports })
    await expect(merge([0, 12]).processBatch(await ports.shuffle.read('by_page', 0, null))).rejects.toThrow(
      /of producer 7, but producers are 0, 12/,
    )
    for (const wrong of [[], [1, 1], [-1], [0.5], 0]) expect(() => merge(wrong)).toThrow(RangeError)
  })
})

test('costs in proportion to the state, once: each key is asked for once, each child stores its own', async () => {
  const ports = memory()
  const users = 8_000
  const entries = Array.from({ length: 2 * users }, (_, index) => ({
    user: `user ${index % users}`,
    at: 100 + 10 * Math.floor(index / users),
    page: 'home',
  }))
  const filled = await shard(ports, 0).processBatch(log(entries))
  const handedOver = await shard(ports, 0).handOver([1, 2])
  // And the hand-over's message.
  expect(handedOver.committedBytes).toBeLessThanOrEqual(filled.committedBytes + 100)
  let asked = 0
  const isFirst = (user: string | null) => Number(user?.slice(5)) < users / 4
  for (const [index, keeps, share] of [
    [1, isFirst, 1 / 4],
    [2, (user: string | null) => !isFirst(user), 3 / 4],
  ] as const) {
    const keepsCounted = (user: string | null) => {
      asked++
      return keeps(user)
    }
    const child = shard(ports, index, async () => [await parent(ports, 0, keepsCounted)])
    const own = index === 1 ? 'user 0' : `user ${users - 1}`
    const first = await child.processBatch(log([{ user: own, at: 110, page: 'home' }]))
    expect(first.committedBytes / handedOver.committedBytes).toBeCloseTo(share, 1)
    expect((await child.processBatch(log([{ user: own, at: 110, page: 'home' }], 1))).committedBytes).toBeLessThan(1000)
  }
  // For each of two outputs.
  expect(asked).toBe(2 * 2 * users)
})
