import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHandler } from '../../../processors/aws-lambda'
import type { KafkaEventRecord } from '../../../processors/aws-lambda/events'
import { expectedRows, texts } from './support/expected'
import { byPage, bytesOfClick, byUser, type Click, START } from './support/pipelines'
import { readLines, readTable } from './support/read-tables'
import { context, VARIABLES, World } from './support/world'

const clicks = Array.from(
  { length: 60 },
  (_, index): Click => ({ id: `c${index}`, user: `u${index % 5}`, page: 'p', at: START + index * 1000, value: 50 + (index % 50) }),
)
const record = (partition: number, offset: number, click: Click): KafkaEventRecord => ({
  topic: 'clicks',
  partition,
  offset,
  timestamp: START + 100_000,
  value: Buffer.from(bytesOfClick(click)).toString('base64'),
})
const event = (records: Readonly<Record<string, readonly KafkaEventRecord[]>>) => ({ eventSource: 'aws:kafka' as const, records })
const both = event({
  'clicks-0': clicks.filter((_, index) => index % 2 === 0).map((click, offset) => record(0, offset, click)),
  'clicks-1': clicks.filter((_, index) => index % 2 === 1).map((click, offset) => record(1, offset, click)),
})

test.each(['lambda-go.kafka-event', 'powertools.kafka-base'])('%s: what is no click is a dead letter', async name => {
  const world = new World(byUser)
  const recorded = JSON.parse(readFileSync(join(__dirname, 'payloads', `${name}.json`), 'utf8'))
  expect(await world.process({ source: 'kafka' })(recorded, context())).toEqual({ batchItemFailures: [] })
  await world.publish()({}, context())
  const [[partition, [first]]] = Object.entries(recorded.records as Record<string, readonly KafkaEventRecord[]>)
  const letters = await readLines(world.bucket, 'dead-letters/')
  expect(letters).toMatchObject([{ partition, position: String(first.offset), record: first.value, arrivalTime: first.timestamp }])
})

test('partitions have checkpoints of their own; what fails makes the whole batch come again, and what was done is skipped', async () => {
  const world = new World(byUser)
  let puts = 0
  const broken = world.withFaults({
    strike: (call, moment) => {
      if (call === 'table.transact' && moment === 'before' && puts++ === 1) throw new Error('the service is not available')
    },
  })
  await expect(broken.process({ source: 'kafka' })(both, context())).rejects.toThrow(/clicks-1 from offset 0.*handed over again/)
  expect(await world.process({ source: 'kafka' })(both, context())).toEqual({ batchItemFailures: [] })
  await world.publish()({}, context())
  const [, large] = byUser.definition.outputs
  const expected = await expectedRows(byUser.definition, [clicks.map(bytesOfClick)])
  expect(texts(large, await readTable(world.bucket, large))).toEqual(expected.get('large_clicks'))
})

test('a tombstone is a dead letter, and a second topic is refused', async () => {
  const world = new World(byUser)
  const handler = world.process({ source: 'kafka' })
  expect(await handler(event({ 'clicks-0': [{ ...record(0, 0, clicks[0]), value: null }] }), context())).toEqual({ batchItemFailures: [] })
  await world.publish()({}, context())
  expect(await readLines(world.bucket, 'dead-letters/')).toMatchObject([{ code: 'malformed', record: '' }])
  const two = event({ 'clicks-0': [record(0, 1, clicks[0])], 'views-0': [{ ...record(0, 0, clicks[1]), topic: 'views' }] })
  await expect(handler(two, context())).rejects.toThrow('a pipeline reads one topic')
})

test('windows that are merged over partitions are refused at once, with the way out', () => {
  expect(() => createHandler(byPage, { source: 'kafka', variables: VARIABLES })).toThrow(
    /'by-page' has windows that are merged.*\('page_minutes'\).*group by the source's partitionKey/,
  )
})
