import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BatchEvent, BatchHandler } from '../../../processors/aws-lambda'
import { deliver } from './support/deliver'
import { expectedRows, texts } from './support/expected'
import { aggregate } from './support/kpl'
import { MemoryStream } from './support/memory-stream'
import { byPage, bytesOfClick, byUser, type Click, START } from './support/pipelines'
import { readLines, readTable } from './support/read-tables'
import { context, World } from './support/world'

const payload = (name: string): BatchEvent => JSON.parse(readFileSync(join(__dirname, 'payloads', `${name}.json`), 'utf8'))
const click = (index: number): Click => ({
  id: `c${index}`,
  user: `u${index % 5}`,
  page: 'p',
  at: START + index * 1000,
  value: index % 100,
})
const clicks = (count: number, from = 0) => Array.from({ length: count }, (_, index) => click(from + index))
const put = (world: World, data: Uint8Array, partitionKey = 'k') => world.events.put({ partitionKey, data })
const all = (world: World, shard = 'shardId-000000000000') => ({ Records: world.events.records(shard) })
const linesOf = (world: World) => world.lines.map(line => JSON.parse(line))

async function published(world: World, output: string) {
  await world.publish()({}, context())
  const found = world.definition.outputs.find(({ name }) => name === output)
  if (found === undefined) throw new Error(output)
  return texts(found, await readTable(world.bucket, found))
}

const large = async (world: World, some: readonly Click[]) =>
  expect(await published(world, 'large_clicks')).toEqual(
    (await expectedRows(byUser.definition, [some.map(bytesOfClick)])).get('large_clicks'),
  )

describe('events as AWS sends them', () => {
  test.each([
    ['lambda-go.kinesis-event', 2, 0],
    ['powertools.kinesis-stream', 2, 6],
    ['powertools.kinesis-dynamodb-stream', 2, 0],
    ['powertools.kinesis-stream-cloudwatch-logs', 2, 0],
  ])('%s: what is no click is a dead letter, with its bytes, sequence number and arrival', async (name, count, shard) => {
    const world = new World(byUser, new MemoryStream(shard + 1))
    const recorded = payload(name)
    const records = 'Records' in recorded ? recorded.Records.filter(record => record.eventSource === 'aws:kinesis') : []
    // Two of the recorded ones stand the wrong way round, as Kinesis never gives them.
    records.sort((one, other) => (one.eventID < other.eventID ? -1 : 1))
    expect(await world.process()({ Records: records }, context())).toEqual({ batchItemFailures: [] })
    await world.publish()({}, context())
    const letters = await readLines(world.bucket, 'dead-letters/')
    expect(letters).toHaveLength(count)
    expect(letters.map(letter => [letter['position'], letter['arrivalTime'], letter['record']])).toEqual(
      records.map(({ kinesis: { sequenceNumber, approximateArrivalTimestamp, data } }) => [
        sequenceNumber,
        Math.round(approximateArrivalTimestamp * 1000),
        data,
      ]),
    )
    const [message] = world.queue.bodies.map(body => JSON.parse(body))
    expect(message).toMatchObject({ pipeline: 'by-user', deadLetters: letters.length, key: 'dead-letters/000000000001.jsonl.gz' })
  })

  test('events of other services are refused, with the way out', async () => {
    const handler = new World(byUser).process()
    await expect(handler(payload('lambda-go.sqs-event'), context())).rejects.toThrow(/aws:sqs.*made for kinesis.*option 'source'/)
    await expect(handler(payload('lambda-go.kafka-event'), context())).rejects.toThrow(/Kafka.*option 'source'/)
  })

  test('an event without records is no work', async () => {
    expect(await new World(byUser).process()({ Records: [] }, context())).toEqual({ batchItemFailures: [] })
  })
})

describe('what is packed', () => {
  test('gzip is unpacked, a bomb is too large, and dead letters keep the packed bytes', async () => {
    const world = new World(byUser)
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const rubbish = gzipSync('no click')
    const cut = gzipSync('{"a":1}').subarray(0, 15)
    put(world, gzipSync(bytesOfClick(click(99))))
    for (const data of [bomb, rubbish, cut]) put(world, data)
    expect(await world.process()(all(world), context())).toEqual({ batchItemFailures: [] })
    await large(world, [click(99)])
    const letters = await readLines(world.bucket, 'dead-letters/')
    expect(letters.map(({ code, record }) => [code, record])).toEqual([
      ['too-large', bomb.toString('base64')],
      ['malformed', rubbish.toString('base64')],
      [expect.stringMatching(/malformed|invalid-utf8/), cut.toString('base64')],
    ])
  })

  test('a record beyond the source’s bound is too large', async () => {
    const world = new World(byUser)
    put(world, bytesOfClick(click(1)))
    const [record] = world.events.records('shardId-000000000000')
    const data = Buffer.alloc(1_048_577, 32).toString('base64')
    const event = { Records: [{ ...record, kinesis: { ...record.kinesis, data } }] }
    expect(await world.process()(event, context())).toEqual({ batchItemFailures: [] })
    await world.publish()({}, context())
    expect((await readLines(world.bucket, 'dead-letters/')).map(({ code }) => code)).toEqual(['too-large'])
  })

  test('aggregated records are taken apart; those of another shard are left to it', async () => {
    const world = new World(byUser, new MemoryStream(2))
    const [first, second] = world.events.all
    const some = clicks(100)
    const record = (click: Click, hashKey: bigint) => ({
      partitionKey: click.user,
      explicitHashKey: String(hashKey),
      data: bytesOfClick(click),
    })
    const data = aggregate([...some.map(one => record(one, first.firstHashKey)), record({ ...click(99), id: 'other' }, second.lastHashKey)])
    world.events.put({ partitionKey: 'a', explicitHashKey: first.firstHashKey, data })
    expect(await world.process()(all(world), context())).toEqual({ batchItemFailures: [] })
    await large(world, some)
    expect(await readLines(world.bucket, 'dead-letters/')).toEqual([])
  })

  test('bad user records are dead letters that say their place', async () => {
    const world = new World(byUser)
    put(
      world,
      aggregate([
        { partitionKey: 'a', data: bytesOfClick(click(1)) },
        { partitionKey: 'b', data: Buffer.from('rubbish') },
      ]),
    )
    await world.process()(all(world), context())
    await world.publish()({}, context())
    const [{ kinesis }] = world.events.records('shardId-000000000000')
    const letters = await readLines(world.bucket, 'dead-letters/')
    expect(letters.map(({ position, record }) => [position, record])).toEqual([
      [`${kinesis.sequenceNumber}/1`, Buffer.from('rubbish').toString('base64')],
    ])
  })
})

describe('what must come again', () => {
  const broken = (world: World, call: string, after = 0) => {
    let calls = 0
    return world.withFaults({
      strike: (name, moment) => {
        if (name === call && moment === 'before' && calls++ >= after) throw new Error('the service is not available')
      },
    })
  }

  test('a store that fails: all from the first record that was not committed, then the same rows', async () => {
    const world = new World(byUser)
    for (const one of clicks(9000)) put(world, bytesOfClick(one))
    const event = all(world)
    // A chunk of 4,000 is committed; the second one is not.
    const { batchItemFailures } = await broken(world, 'table.transact', 1).process()(event, context())
    expect(batchItemFailures).toEqual([{ itemIdentifier: event.Records[4000].kinesis.sequenceNumber }])
    expect(world.errors).toMatchObject([{ message: expect.stringContaining('handed over again'), problem: 'the service is not available' }])
    expect(await world.process()(event, context())).toEqual({ batchItemFailures: [] })
    await large(world, clicks(9000))
  })

  test('shards of one event fail apart from each other', async () => {
    const world = new World(byUser, new MemoryStream(2))
    for (const [index, one] of clicks(40).entries()) put(world, bytesOfClick(one), String(index))
    const [first, second] = world.events.all.map(({ id }) => world.events.records(id))
    const faults = {
      strike: (call: string, moment: string) => {
        if (call === 'table.put' && moment === 'before' && failing-- > 0) throw new Error('throttled')
      },
    }
    let failing = 1
    const { batchItemFailures } = await world.withFaults(faults).process()({ Records: [...first, ...second] }, context())
    expect(batchItemFailures).toEqual([{ itemIdentifier: first[0].kinesis.sequenceNumber }])
  })

  test('the time is up: nothing is begun that can’t be finished, and what was done is acknowledged', async () => {
    const world = new World(byUser)
    for (const one of clicks(9000)) put(world, bytesOfClick(one))
    const event = all(world)
    const remaining = [60_000, 900]
    const timed = { ...context(), getRemainingTimeInMillis: () => remaining.shift() ?? 900 }
    const handler = world.process()
    expect(await handler(event, timed)).toEqual({ batchItemFailures: [{ itemIdentifier: event.Records[4000].kinesis.sequenceNumber }] })
    expect(await handler({ Records: event.Records.slice(4000) }, context())).toEqual({ batchItemFailures: [] })
    await large(world, clicks(9000))
  })

  test('redelivery with other batch borders and duplicates changes nothing', async () => {
    const world = new World(byUser)
    const some = clicks(300)
    for (const one of some) put(world, bytesOfClick(one))
    const { Records: records } = all(world)
    const [warm, other] = [world.process(), world.process()]
    for (const [from, to, handler] of [
      [0, 100, warm],
      [0, 100, warm],
      [50, 170, other],
      [90, 180, warm],
      [100, 300, other],
      [0, 300, warm],
    ] as const)
      expect(await handler({ Records: records.slice(from, to) }, context())).toEqual({ batchItemFailures: [] })
    await large(world, some)
  })

  test('two invocations on one shard: one commits, the other skips', async () => {
    const world = new World(byUser)
    const some = clicks(300)
    for (const one of some) put(world, bytesOfClick(one))
    const answers = await Promise.all([1, 2, 3].map(() => world.process()(all(world), context())))
    expect(answers).toEqual(answers.map(() => ({ batchItemFailures: [] })))
    expect(linesOf(world).filter(line => /another worker/.test(line.message)).length).toBeGreaterThan(0)
    await large(world, some)
  })

  test('state of another definition: no record is lost, and the log says the ways out', async () => {
    const world = new World(byUser)
    for (const one of clicks(10)) put(world, bytesOfClick(one))
    await world.process()(all(world), context())
    const changed = new World(byPage, world.events)
    const seen: World = Object.assign(Object.create(changed), { table: world.table, bucket: world.bucket })
    const event = all(world)
    expect(await seen.process()(event, context())).toEqual({
      batchItemFailures: [{ itemIdentifier: event.Records[0].kinesis.sequenceNumber }],
    })
    expect(changed.errors).toMatchObject([{ error: 'StateError', problem: expect.stringContaining('made by another definition') }])
    expect(await world.process()(event, context())).toEqual({ batchItemFailures: [] })
  })

  test('a stream that has no such shard: the records come again', async () => {
    const world = new World(byUser, new MemoryStream(1))
    const event = payload('powertools.kinesis-stream')
    expect((await world.process()(event, context())).batchItemFailures).toHaveLength(1)
    expect(world.errors[0]?.problem).toMatch(/no shard 'shardId-000000000006'.*STREAMBED_STREAM_NAME/)
  })
})

describe('a warm function', () => {
  const loads = (world: World, counts: { gets: number; queries: number }) =>
    world.withFaults({
      strike: (call, moment) => {
        if (moment === 'before' && call === 'table.get') counts.gets++
        if (moment === 'before' && call === 'table.query') counts.queries++
      },
    })

  test('keeps its state, and asks only for the stored version', async () => {
    const world = new World(byUser)
    for (const one of clicks(300)) put(world, bytesOfClick(one))
    const counts = { gets: 0, queries: 0 }
    const handler: BatchHandler = loads(world, counts).process()
    const { Records: records } = all(world)
    await handler({ Records: records.slice(0, 100) }, context())
    Object.assign(counts, { gets: 0, queries: 0 })
    await handler({ Records: records.slice(100, 200) }, context())
    expect(counts).toEqual({ gets: 1, queries: 0 })
    await world.process()({ Records: records.slice(200, 250) }, context())
    Object.assign(counts, { gets: 0, queries: 0 })
    await handler({ Records: records.slice(250) }, context())
    expect(counts).toEqual({ gets: 2, queries: 1 })
  })

  test('says in metrics and logs what it did', async () => {
    const world = new World(byUser)
    for (const one of clicks(100)) put(world, bytesOfClick(one))
    put(world, Buffer.from('rubbish'))
    world.now = world.events.now + 5000
    await world.process()(all(world), context())
    const [metrics] = linesOf(world)
    expect(metrics).toMatchObject({
      FunctionName: 'wiki-process',
      Pipeline: 'by-user',
      Partition: 'shardId-000000000000',
      RequestId: 'c6af9ac6-7b61-11e6-9a41-93e812345678',
      Events: 101,
      DeadLetters: 1,
      LateEvents: 0,
      IteratorAge: 5000,
      _aws: { CloudWatchMetrics: [{ Namespace: 'streambed', Dimensions: [['FunctionName']] }] },
    })
    expect(metrics.WatermarkLag).toBe(world.now - (START + 99_000 - 10_000))
    expect(metrics.Rows).toBeGreaterThan(0)
    expect(metrics.StateBytes).toBeGreaterThan(0)
    const named = metrics._aws.CloudWatchMetrics[0].Metrics.map((metric: { Name: string }) => metric.Name)
    expect(named.every((name: string) => typeof metrics[name] === 'number')).toBe(true)
  })
})

test('late events are objects beside the tables, with their bytes', async () => {
  const world = new World(byUser)
  const late = bytesOfClick({ ...click(1), at: START })
  for (const one of clicks(5, 3600)) put(world, bytesOfClick(one))
  put(world, late)
  await deliver(world.events, world.process(), { batchSize: 3 })
  await world.publish()({}, context())
  const lines = await readLines(world.bucket, 'late/user_minutes/')
  expect(lines.map(({ record, eventTime, partition }) => [record, eventTime, partition])).toEqual([
    [Buffer.from(late).toString('base64'), START, 'shardId-000000000000'],
  ])
})
