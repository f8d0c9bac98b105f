import { join } from 'node:path'
import { InputPropertiesError, type Inputs, output } from '@pulumi/pulumi'
import { KinesisLambdaLake, type KinesisLambdaLakeArgs } from '../../../constructs/pulumi/aws'
import { postActivity } from '../../../examples/posts/pipeline'
import { backwards } from '../../processors/aws-lambda/support/native-pipeline'
import { known, type Made, mocked } from './mocked'
import { outline } from './outline'
import { salesByShop } from './small'

const lake = (given: Partial<KinesisLambdaLakeArgs> = {}) =>
  mocked(() => new KinesisLambdaLake('posts', { pipeline: salesByShop, ...given }))

const inputsOf = (made: readonly Made[], name: string): Inputs => ({ ...made.find(resource => resource.name === name)?.inputs })

function mistakesOf(given: object): unknown {
  try {
    new KinesisLambdaLake('posts', { pipeline: salesByShop, ...given })
  } catch (error) {
    if (!InputPropertiesError.isInstance(error)) throw error
    return error.errors
  }
  throw new Error('the arguments are right')
}

test('the names, types and key settings of the children are stable, and the outputs known', async () => {
  const { made, outputs } = await lake({ pipeline: postActivity, eventsPerSecond: 1000 })
  expect(outline(made)).toMatchSnapshot()
  expect(await known(outputs.lakeBucketName)).toBe('posts-lake')
  expect(await known(outputs.deadLettersQueueUrl)).toBe('https://sqs.eu-central-1.amazonaws.com/123456789012/posts-dead-letters')
  expect(await known(outputs.databaseName)).toBe('post_activity_dev')
})

test('all mistakes of arguments are one error, each with its property path', () => {
  const given = {
    eventsPerSecond: -1,
    stream: { shards: 0.5, shardz: 1 },
    mapping: { batchSize: output(100) },
    alarms: { topicArn: 'operations' },
  }
  expect(mistakesOf(given)).toEqual([
    { propertyPath: 'mapping.batchSize', reason: expect.stringContaining('must be known when the program runs; got an output') },
    { propertyPath: 'eventsPerSecond', reason: expect.stringContaining('got -1; allowed: a number from') },
    { propertyPath: 'stream.shards', reason: expect.stringContaining('got 0.5; allowed: a whole number from') },
    { propertyPath: 'stream.shardz', reason: expect.stringContaining('there is no such setting') },
    { propertyPath: 'alarms.topicArn', reason: expect.stringContaining('got "operations"') },
  ])
})

test('a definition whose native expressions are functions is bundled from its own module, and refused without', async () => {
  expect(mistakesOf({ pipeline: backwards, publishMinutes: 0 })).toEqual([
    { propertyPath: 'entry', reason: expect.stringContaining('turned') },
    { propertyPath: 'publishMinutes', reason: expect.stringContaining('got 0') },
  ])
  const entry = { path: join(__dirname, '../../processors/aws-lambda/support/native-pipeline.ts'), export: 'backwards' }
  const { made } = await lake({ pipeline: backwards, entry })
  const { assets } = (await inputsOf(made, 'posts-process')['code']) as {
    readonly assets: Promise<Readonly<Record<string, { readonly text: Promise<string> }>>>
  }
  expect(await (await assets)['index.js']?.text).toContain('not so loud')
})

test('ARNs may be outputs of other resources', async () => {
  const topicArn = 'arn:aws:sns:eu-central-1:123456789012:operations'
  const arn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/clicks'
  const { made, outputs } = await lake({ alarms: { topicArn: output(topicArn) }, stream: { existing: { arn: output(arn) } } })
  expect(inputsOf(made, 'posts-process-errors-alarm')['alarmActions']).toEqual([topicArn])
  expect(inputsOf(made, 'posts-process-mapping')['eventSourceArn']).toBe(arn)
  expect(inputsOf(made, 'posts-process')['environment'].variables.STREAMBED_STREAM_NAME).toBe('clicks')
  expect(await known(outputs.streamName)).toBe('clicks')
  expect(JSON.stringify(made)).not.toContain('stand-in')
  expect(made.map(({ name }) => name)).not.toContain('posts-events')
})

test('a child can be transformed; a transform without a child is a mistake', async () => {
  const { made } = await lake({ transform: { process: inputs => ({ ...inputs, tracingConfig: { mode: 'Active' } }) } })
  expect(inputsOf(made, 'posts-process')).toMatchObject({ tracingConfig: { mode: 'Active' }, runtime: 'nodejs22.x' })
  await expect(lake({ transform: { proces: inputs => inputs } })).rejects.toThrow(
    /transform\.proces: there is no such child; .*process-mapping/,
  )
})
