import { Checkpoints, EventSourceMapping, type FaultKind, type Faults, type MappingOptions, type MappingSettings } from './mapping'
import { firstFailure } from './mapping/answer'
import { FakeFunction, FakeStream } from './mapping/fake'

const SETTINGS: MappingSettings = {
  batchSize: 4,
  maximumBatchingWindowMs: 0,
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: -1,
  reportBatchItemFailures: true,
}

interface World {
  readonly stream: FakeStream
  readonly target: FakeFunction
  readonly documents: unknown[]
  readonly checkpoints: Checkpoints
  mapping(changes?: Partial<MappingSettings>, faults?: Faults): EventSourceMapping
}

function world(shards: Readonly<Record<string, readonly string[]>> = { a: [] }): World {
  const stream = new FakeStream(shards)
  const target = new FakeFunction()
  const documents: unknown[] = []
  const checkpoints = new Checkpoints()
  const common: Omit<MappingOptions, 'settings'> = {
    stream,
    target,
    checkpoints,
    onFailure: async document => void documents.push(document),
    pace: { pollMs: 1, backoffMs: 0 },
  }
  return {
    stream,
    target,
    documents,
    checkpoints,
    mapping: (changes, faults) => new EventSourceMapping({ ...common, settings: { ...SETTINGS, ...changes }, ...(faults && { faults }) }),
  }
}

async function drained(mapping: EventSourceMapping): Promise<EventSourceMapping> {
  mapping.start()
  await mapping.caughtUp(20_000)
  await mapping.stop()
  return mapping
}

/** Strikes at the given questions about a kind, counted from 0. */
function scripted(script: Readonly<Partial<Record<FaultKind, readonly number[]>>>, upTo = (most: number) => most): Faults {
  const asked = new Map<FaultKind, number>()
  return {
    strikes: kind => {
      const count = asked.get(kind) ?? 0
      asked.set(kind, count + 1)
      return script[kind]?.includes(count) ?? false
    },
    upTo,
    kill: () => {},
  }
}

test('delivers in order, in batches of at most the size', async () => {
  const { stream, target, mapping, documents } = world()
  stream.put('a', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6')
  const { statistics } = await drained(mapping())
  expect(target.calls).toEqual([
    ['r1', 'r2', 'r3', 'r4'],
    ['r5', 'r6'],
  ])
  expect(statistics).toEqual({ invocations: 2, failures: 0, throttles: 0, delivered: 6, discarded: 0, lastFailure: '' })
  expect(documents).toEqual([])
})

test('gathers a batch for the batching window', async () => {
  const { stream, target, mapping } = world()
  stream.put('a', 'r1')
  const started = mapping({ maximumBatchingWindowMs: 300 })
  started.start()
  setTimeout(() => stream.put('a', 'r2', 'r3'), 20)
  await started.caughtUp(20_000)
  await started.stop()
  expect(target.calls).toEqual([['r1', 'r2', 'r3']])
})

test('cuts a batch at 6 MB', async () => {
  const { stream, target, mapping } = world()
  const large = 'x'.repeat(1_000_000)
  stream.put('a', ...Array.from({ length: 6 }, () => large))
  await drained(mapping({ batchSize: 100 }))
  expect(target.calls.map(({ length }) => length)).toEqual([4, 2])
})

test('tries a failed batch again, and discards it with a document when the retries are exhausted', async () => {
  const { stream, target, mapping, documents } = world()
  stream.put('a', 'r1', 'bad', 'r3', 'r4', 'r5')
  target.fail(records => records.includes('bad'))
  const { statistics } = await drained(mapping())
  const batch = ['r1', 'bad', 'r3', 'r4']
  expect(target.calls).toEqual([batch, batch, batch, ['r5']])
  expect(statistics).toEqual({ invocations: 4, failures: 3, throttles: 0, delivered: 1, discarded: 4, lastFailure: 'it threw' })
  expect(documents).toEqual([
    {
      requestContext: { requestId: 'a:000', functionArn: target.arn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'it threw' },
      version: '1.0',
      timestamp: expect.any(String),
      KinesisBatchInfo: {
        shardId: 'a',
        startSequenceNumber: '000',
        endSequenceNumber: '003',
        approximateArrivalOfFirstRecord: expect.any(String),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: 4,
        streamArn: stream.arn,
      },
    },
  ])
})

test('bisects a failed batch without using retries up, down to the bad record', async () => {
  const { stream, target, mapping, documents } = world()
  stream.put('a', 'r1', 'r2', 'bad', 'r4', 'r5')
  target.fail(records => records.includes('bad'))
  await drained(mapping({ bisectBatchOnFunctionError: true }))
  expect(target.calls).toEqual([['r1', 'r2', 'bad', 'r4'], ['r1', 'r2'], ['bad', 'r4'], ['bad'], ['bad'], ['bad'], ['r4'], ['r5']])
  expect(documents).toMatchObject([{ KinesisBatchInfo: { batchSize: 1, startSequenceNumber: '002' } }])
})

test('continues at the lowest record that the function reports', async () => {
  const { stream, target, mapping, documents } = world()
  stream.put('a', 'r1', 'r2', 'r3', 'r4')
  target.report(records => (records[0] === 'r1' ? ['r4', 'r3'] : []))
  await drained(mapping({ bisectBatchOnFunctionError: true }))
  expect(target.calls).toEqual([
    ['r1', 'r2', 'r3', 'r4'],
    ['r3', 'r4'],
  ])
  expect(documents).toEqual([])
})

test('takes no notice of reports that are not switched on', async () => {
  const { stream, target, mapping } = world()
  stream.put('a', 'r1', 'r2')
  target.report(() => ['r2'])
  await drained(mapping({ reportBatchItemFailures: false }))
  expect(target.calls).toHaveLength(1)
})

test('retries a throttled call for as long as the records are young, and counts no attempt', async () => {
  const { stream, target, mapping, documents } = world()
  stream.put('a', 'r1')
  const { statistics } = await drained(mapping({ maximumRetryAttempts: 0 }, scripted({ throttle: [0, 1, 2, 3, 4] })))
  expect(target.calls).toEqual([['r1']])
  expect(statistics).toMatchObject({ throttles: 5, delivered: 1, discarded: 0 })
  expect(documents).toEqual([])
})

test('discards records that are too old, and delivers the younger ones', async () => {
  const { stream, target, mapping, documents } = world()
  stream.putAt(Date.now() - 120_000, 'a', 'old 1', 'old 2')
  stream.put('a', 'young')
  await drained(mapping({ maximumRecordAgeSeconds: 60 }))
  expect(target.calls).toEqual([['young']])
  expect(documents).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded' }, KinesisBatchInfo: { batchSize: 2 } }])
})

test('reads children after their parents, on a split and on a merge', async () => {
  const { stream, target, mapping } = world({
    root: [],
    other: [],
    left: ['root'],
    right: ['root'],
    joined: ['right', 'other'],
    orphan: ['expired'],
  })
  for (const shard of ['joined', 'right', 'left', 'other', 'root', 'orphan'])
    stream.put(shard, ...Array.from({ length: 9 }, (_, index) => `${shard}${index}`))
  for (const shard of ['root', 'right', 'other']) stream.close(shard)
  target.fail(records => records.includes('root4') && target.calls.length < 12)
  await drained(mapping({ maximumRetryAttempts: -1 }))
  const order = target.calls.flat()
  const [first, last] = [(shard: string) => order.indexOf(`${shard}0`), (shard: string) => order.lastIndexOf(`${shard}8`)]
  for (const [parent, child] of [
    ['root', 'left'],
    ['root', 'right'],
    ['right', 'joined'],
    ['other', 'joined'],
  ])
    expect(first(child)).toBeGreaterThan(last(parent))
  expect(new Set(order)).toHaveProperty('size', 54)
})

test('goes on at its checkpoints after it was stopped in the middle of retries', async () => {
  const { stream, target, mapping } = world()
  stream.put('a', 'r1', 'r2', 'r3', 'r4', 'bad')
  let broken = true
  target.fail(records => broken && records.includes('bad'))
  const first = mapping({ maximumRetryAttempts: -1 })
  first.start()
  while (first.statistics.failures < 3) await new Promise(resolve => setTimeout(resolve, 1))
  await first.stop()
  broken = false
  const before = target.calls.length
  await drained(mapping())
  expect(target.calls.slice(before)).toEqual([['bad']])
})

test('injects duplicates, lost answers, short batches and older checkpoints', async () => {
  const { stream, target, mapping } = world()
  stream.put('a', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6')
  // Batches r1, r2–r3 (twice at once), r4–r5 (its answer is lost), then from r2 on again.
  const sizes = [1, 2, 2, 3]
  const faults = scripted({ 'short-batch': [0, 1, 2], duplicate: [1], 'lost-answer': [2], rewind: [2] }, most => sizes.shift() ?? most)
  const { statistics } = await drained(mapping({}, faults))
  expect(target.calls).toEqual([['r1'], ['r2', 'r3'], ['r2', 'r3'], ['r4', 'r5'], ['r4', 'r5'], ['r1', 'r2', 'r3', 'r4'], ['r5', 'r6']])
  expect(statistics.discarded).toBe(0)
})

test.each([
  [null, 2],
  [{}, 2],
  ['', 2],
  [{ batchItemFailures: null }, 2],
  [{ batchItemFailures: [] }, 2],
  [{ batchItemFailures: [{ itemIdentifier: '1' }] }, 1],
  [{ batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '0' }] }, 0],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }, 0],
  [{ batchItemFailures: [{ itemIdentifier: null }] }, 0],
  [{ batchItemFailures: [{ sequenceNumber: '1' }] }, 0],
  [{ batchItemFailures: [{ itemIdentifier: '7' }] }, 0],
])('reads the answer %j', (answer, index) => {
  const record = (sequenceNumber: string) => ({ sequenceNumber, partitionKey: 'k', data: new Uint8Array(), arrivalTime: 0 })
  expect(firstFailure(answer, [record('0'), record('1')])).toBe(index)
})
