import { Stream } from '@pulumi/aws/kinesis'
import { Function as LambdaFunction } from '@pulumi/aws/lambda'
import { secret } from '@pulumi/pulumi'
import { aws } from './packages/aws'
import { EngineStack } from './stack'

let stack: EngineStack
let shardCount = 1
let streamName = 'events'

beforeAll(async () => {
  stack = await EngineStack.start({
    packages: [aws],
    program: async () => {
      const stream = new Stream('stream', { name: streamName, shardCount })
      const reader = new LambdaFunction('reader', {
        role: 'arn:aws:iam::123456789012:role/reader',
        environment: { variables: { STREAM: stream.arn } },
      })
      return { arn: stream.arn, reader: reader.name, token: secret('s3cr3t') }
    },
  })
})

afterAll(() => stack.stop())

test('a preview makes nothing', async () => {
  const { changes, calls } = await stack.preview()
  expect(changes).toEqual({ create: 3 })
  expect(calls).toEqual([])
})

test('a failure half-way is finished by the next up, which makes nothing twice', async () => {
  stack.cloud.fail = ({ operation, name }) => (operation === 'create' && name === 'reader' ? 'AccessDenied: not today' : undefined)
  await expect(stack.up()).rejects.toThrow('AccessDenied: not today')
  stack.cloud.fail = () => undefined
  const { calls, outputs } = await stack.up()
  expect(calls).toEqual(['create reader'])
  expect(outputs['arn']?.value).toBe('arn:aws:kinesis:eu-central-1:123456789012:stream/events')
  expect(outputs['reader']?.value).toMatch(/^reader-[0-9a-f]{7}$/)
})

test('a second up changes nothing', async () => {
  const { changes, calls } = await stack.up()
  expect(changes).toEqual({ same: 3 })
  expect(calls).toEqual([])
})

test('a changed input updates in place', async () => {
  shardCount = 2
  expect((await stack.up()).calls).toEqual(['update stream'])
})

test('a changed name replaces: what refers to it is updated in between', async () => {
  streamName = 'renamed'
  expect((await stack.up()).calls).toEqual(['create stream', 'update reader', 'delete stream'])
})

test('what was changed by hand is seen by a refresh and mended by the next up', async () => {
  stack.cloud.drift.set('renamed', { shardCount: 7 })
  expect((await stack.refresh()).changes).toMatchObject({ update: 1 })
  stack.cloud.drift.clear()
  expect((await stack.up()).calls).toEqual(['update stream'])
})

test('inputs that the SDK does not know are refused at preview', async () => {
  const wrong: object = { shardCount: 'many', streamModeDetails: { mode: 'ON_DEMAND' } }
  const before = stack.program
  stack.program = async () => void new Stream('wrong', wrong)
  await expect(stack.preview()).rejects.toThrow(
    /shardCount.*expected number, got string[\s\S]*streamModeDetails\.mode.*is no property of this type/,
  )
  stack.program = before
})

test('secrets are encrypted in the state', () => {
  expect(stack.storedState).toContain('ciphertext')
  expect(stack.storedState).not.toContain('s3cr3t')
})

test('destroy leaves nothing', async () => {
  await stack.destroy()
  expect(stack.cloud.live.size).toBe(0)
})
