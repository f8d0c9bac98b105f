import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BatchEvent } from '../../../processors/aws-lambda'
import { imageJson } from '../../../processors/aws-lambda/dynamo-json'
import type { QueueEventRecord } from '../../../processors/aws-lambda/events'
import { expectedRows, texts } from './support/expected'
import { archive, bytesOfClick, byUser, type Click, START } from './support/pipelines'
import { readLines, readTable } from './support/read-tables'
import { context, World } from './support/world'

const payload = (name: string): BatchEvent => JSON.parse(readFileSync(join(__dirname, 'payloads', `${name}.json`), 'utf8'))
const clicks = Array.from(
  { length: 250 },
  (_, index): Click => ({ id: `c${index}`, user: 'u', page: 'p', at: START + index, value: index }),
)
const message = (click: Click): QueueEventRecord => ({
  eventSource: 'aws:sqs',
  messageId: `message-${click.id}`,
  body: Buffer.from(bytesOfClick(click)).toString(),
  attributes: { SentTimestamp: String(START + 1000) },
})
const [output] = archive.definition.outputs

async function rows(world: World): Promise<readonly string[]> {
  await world.publish()({}, context())
  return texts(output, await readTable(world.bucket, output))
}
const expected = async (some: readonly Click[]) => (await expectedRows(archive.definition, [some.map(bytesOfClick)])).get('all_clicks')

test.each(['lambda-go.sqs-event', 'powertools.sqs-base'])('%s: what is no click is a dead letter with the message’s id', async name => {
  const world = new World(archive)
  const recorded = payload(name)
  expect(await world.process({ source: 'sqs' })(recorded, context())).toEqual({ batchItemFailures: [] })
  await world.publish()({}, context())
  const ids = 'Records' in recorded ? recorded.Records.flatMap(record => (record.eventSource === 'aws:sqs' ? [record.messageId] : [])) : []
  expect((await readLines(world.bucket, 'dead-letters/')).map(({ position }) => position)).toEqual(ids)
})

test('messages that are delivered again, also with others and twice in one batch, give their rows once', async () => {
  const world = new World(archive)
  const messages = clicks.map(message)
  const [one, other] = [world.process({ source: 'sqs' }), world.process({ source: 'sqs' })]
  for (const [handler, from, to] of [
    [one, 0, 150],
    [other, 100, 200],
    [one, 0, 250],
    [other, 0, 250],
  ] as const)
    expect(await handler({ Records: [...messages.slice(from, to), messages[from]] }, context())).toEqual({ batchItemFailures: [] })
  await Promise.all([one, other].map(handler => handler({ Records: messages }, context())))
  expect(await rows(world)).toEqual(await expected(clicks))
  expect([...world.table.items.values()].filter(item => item.pk.startsWith('seen/'))).toHaveLength(250)
})

test('what could not be stored is delivered again, and nothing else', async () => {
  const world = new World(archive)
  let transactions = 0
  const broken = world.withFaults({
    strike: (call, moment) => {
      if (call === 'table.transact' && moment === 'before' && transactions++ === 1) throw new Error('the service is not available')
    },
  })
  const { batchItemFailures } = await broken.process({ source: 'sqs' })({ Records: clicks.map(message) }, context())
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
    clicks.slice(99, 198).map(click => message(click).messageId),
  )
  await world.process({ source: 'sqs' })({ Records: clicks.slice(99, 198).map(message) }, context())
  expect(await rows(world)).toEqual(await expected(clicks))
})

test('a crash after the transaction doubles nothing', async () => {
  const world = new World(archive)
  const lost = world.withFaults({
    strike: (call, moment) => {
      if (call === 'table.transact' && moment === 'after') throw new Error('the answer was lost')
    },
  })
  const event = { Records: clicks.slice(0, 50).map(message) }
  expect((await lost.process({ source: 'sqs' })(event, context())).batchItemFailures).toHaveLength(50)
  expect(await world.process({ source: 'sqs' })(event, context())).toEqual({ batchItemFailures: [] })
  expect(await rows(world)).toEqual(await expected(clicks.slice(0, 50)))
})

test('images of a DynamoDB stream are events; removals are none', async () => {
  const world = new World(archive)
  const recorded = payload('lambda-go.dynamodb-event')
  const handler = world.process({ source: 'dynamodb' })
  expect(await handler(recorded, context())).toEqual({ batchItemFailures: [] })
  const image = { id: { S: 'c1' }, user: { S: 'u' }, page: { S: 'p' }, at: { N: String(START) }, value: { N: '9223372036854775807' } }
  const change = (SequenceNumber: string, NewImage?: typeof image) => ({
    eventSource: 'aws:dynamodb' as const,
    eventID: `event-${SequenceNumber}`,
    eventName: NewImage ? 'INSERT' : 'REMOVE',
    dynamodb: { ApproximateCreationDateTime: START / 1000, SequenceNumber, ...(NewImage && { NewImage }) },
  })
  for (let times = 0; times < 2; times++)
    expect(await handler({ Records: [change('1', image), change('2')] }, context())).toEqual({ batchItemFailures: [] })
  expect(await rows(world)).toEqual([`{"id":"c1","user":"u","page":"p","at":${START},"value":9223372036854775807}`])
  expect(await readLines(world.bucket, 'dead-letters/')).toHaveLength(2)
})

test('an image is JSON with all digits of its numbers', () => {
  const image = {
    n: { N: '1.50' },
    i: { N: '12345678901234567890' },
    s: { S: 'ü"' },
    b: { B: 'AAE=' },
    l: { L: [{ NULL: true }, { BOOL: false }] },
    m: { M: { ns: { NS: ['1', '2'] } } },
    ss: { SS: ['x'] },
  }
  expect(imageJson(image)).toBe('{"n":1.50,"i":12345678901234567890,"s":"ü\\"","b":"AAE=","l":[null,false],"m":{"ns":[1,2]},"ss":["x"]}')
  expect(() => imageJson({ x: { Q: 1 } })).toThrow("the type 'Q'")
})

test.each(['sqs', 'dynamodb'] as const)('windows over %s are refused at once, with the reason and the way out', source => {
  expect(() => new World(byUser).process({ source })).toThrow(
    /has windows \('user_minutes'\).*(without order|doesn't say its shard).*through Kinesis/,
  )
})
