import { Config } from '@pulumi/pulumi'
import { KinesisLambdaLake, type KinesisLambdaLakeArgs } from '../../../constructs/pulumi/aws'
import { aws } from '../../pulumi-engine/packages/aws'
import { EngineStack } from '../../pulumi-engine/stack'
import { salesByDay, salesByShop, salesNoted, salesRenamed } from './small'

let stack: EngineStack

const lake =
  (given: Partial<KinesisLambdaLakeArgs> = {}) =>
  async () => {
    const token = new Config().requireSecret('token')
    const { streamName } = new KinesisLambdaLake('shop', {
      pipeline: salesByShop,
      eventsPerSecond: 100,
      archive: 'iceberg',
      // The functions have no secrets of their own.
      transform: { process: inputs => ({ ...inputs, environment: { variables: { ...inputs['environment'].variables, TOKEN: token } } }) },
      ...given,
    })
    return { streamName }
  }

beforeAll(async () => {
  stack = await EngineStack.start({ packages: [aws], program: lake(), config: { token: { value: 's3cr3t', secret: true } } })
})

afterAll(() => stack.stop())

test('a failure half-way is completed by the next up, which makes nothing twice', async () => {
  stack.cloud.fail = ({ operation, name }) => (operation === 'create' && name === 'shop-process' ? 'AccessDenied: not today' : undefined)
  await expect(stack.up()).rejects.toThrow('AccessDenied: not today')
  const first = stack.cloud.calls.filter(({ operation }) => operation === 'create').map(({ name }) => name)
  expect(first).toContain('shop-events')
  expect(first).not.toContain('shop-process-mapping')
  stack.cloud.fail = () => undefined
  const { calls, outputs } = await stack.up()
  expect(calls).toEqual(expect.arrayContaining(['create shop-process', 'create shop-process-mapping', 'create shop-dashboard']))
  expect(calls.filter(call => first.includes(call.replace('create ', '')))).toEqual([])
  const created = [...first, ...calls.map(call => call.replace('create ', ''))]
  for (const needed of ['shop-archive-table', 'shop-archive-policy']) {
    expect(created).toContain(needed)
    expect(created.indexOf(needed)).toBeLessThan(created.indexOf('shop-archive'))
  }
  expect(outputs['streamName']?.value).toMatch(/^shop-events-[0-9a-f]{7}$/)
})

test('a second up changes nothing', async () => {
  const { changes, calls } = await stack.up()
  expect(Object.keys(changes)).toEqual(['same'])
  expect(calls).toEqual([])
})

test('secrets are encrypted in the state', () => {
  expect(stack.storedState).toContain('ciphertext')
  expect(stack.storedState).not.toContain('s3cr3t')
})

test('a changed rate updates in place, what the state means first', async () => {
  stack.program = lake({ eventsPerSecond: 1000 })
  const { changes, calls } = await stack.up()
  expect(Object.keys(changes).sort()).toEqual(['same', 'update'])
  expect(calls).toContain('update shop-events')
  expect(calls).toContain('update shop-deployed-state')
})

test('events with another member go into another table of the archive, and the former goes when nobody writes to it', async () => {
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesNoted })
  const { calls } = await stack.up()
  const own = calls.filter(call => /shop-archive(-table|-policy)?$/.test(call))
  // The first two wait for each other in no way.
  expect(own.slice(0, 2).sort()).toEqual(['create shop-archive-table', 'update shop-archive-policy'])
  expect(own.slice(2)).toEqual(['update shop-archive', 'delete shop-archive-table'])
  const made = [...stack.cloud.live.values()].find(({ inputs }) => inputs['openTableFormatInput'] !== undefined)
  expect(JSON.stringify(made?.inputs['storageDescriptor'])).toContain('"name":"note"')
})

test('a changed definition is refused at preview with the ways out, and nothing is changed', async () => {
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesByDay })
  await expect(stack.preview()).rejects.toThrow(
    /can't be updated over the state that is deployed:[\s\S]*outputs\.sales_by_shop[\s\S]*generation 2/,
  )
  await expect(stack.up()).rejects.toThrow(/outputs\.sales_by_shop/)
  expect(stack.cloud.calls.filter(({ operation }) => operation !== 'invoke')).toEqual([])
})

test('a pipeline of another name is refused at preview, too', async () => {
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesRenamed })
  await expect(stack.preview()).rejects.toThrow(/the state of another pipeline; got sales-of-shops; allowed: sales/)
})

test('another generation is deployed beside the same stream, and the former goes after it', async () => {
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesByDay, generation: 2, transform: {} })
  const { calls } = await stack.up()
  expect(calls.filter(call => call.endsWith('shop-events'))).toEqual([])
  expect(calls.indexOf('create shop-process-2')).toBeGreaterThan(-1)
  expect(calls.indexOf('delete shop-process')).toBeGreaterThan(calls.indexOf('create shop-process-2'))
})

test('an earlier generation is refused at preview', async () => {
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesByDay, transform: {} })
  await expect(stack.preview()).rejects.toThrow(/an earlier generation would go on with state of its time/)
})

test('in prod, the protected stream refuses deletion', async () => {
  stack.program = lake({
    eventsPerSecond: 1000,
    pipeline: salesByDay,
    generation: 2,
    transform: {},
    archive: 'objects',
    environment: 'prod',
  })
  await stack.up()
  await expect(stack.destroy()).rejects.toThrow(/shop-events.*cannot be deleted|cannot be deleted[\s\S]*shop-events/)
  expect(stack.cloud.calls.filter(({ operation }) => operation === 'delete')).toEqual([])
})

test('in dev, destroy leaves nothing', async () => {
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesByDay, generation: 2, transform: {}, archive: 'objects' })
  await stack.up()
  await stack.destroy()
  expect([...stack.cloud.live.keys()]).toEqual([])
})
