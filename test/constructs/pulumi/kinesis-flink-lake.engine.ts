import { KinesisFlinkLake, type KinesisFlinkLakeArgs } from '../../../constructs/pulumi/aws'
import { aws } from '../../pulumi-engine/packages/aws'
import { EngineStack } from '../../pulumi-engine/stack'
import { salesByDay, salesByShop } from './small'

let stack: EngineStack

const lake =
  (given: Partial<KinesisFlinkLakeArgs> = {}) =>
  async () => {
    new KinesisFlinkLake('shop', { pipeline: salesByShop, runner: __filename, eventsPerSecond: 100, ...given })
  }

/** What the service does with the last snapshot, as the application says now. */
function restores(): unknown {
  const application = [...stack.cloud.live.values()].find(({ token }) => token === 'aws:kinesisanalyticsv2/application:Application')
  return JSON.stringify(application?.inputs).match(/"applicationRestoreType":"(\w+)"/)?.[1]
}

beforeAll(async () => {
  stack = await EngineStack.start({ packages: [aws], program: lake() })
})

afterAll(() => stack.stop())

test('a first up starts the application after all that it needs; a second changes nothing', async () => {
  const { calls } = await stack.up()
  for (const needed of ['shop-database', 'shop-application-code', 'shop-deployed-state'])
    expect(calls.indexOf(`create ${needed}`)).toBeLessThan(calls.indexOf('create shop-application'))
  expect((await stack.up()).calls).toEqual([])
})

test('a changed rate updates the application in place, which goes on from its snapshot', async () => {
  stack.program = lake({ eventsPerSecond: 1000 })
  const { calls } = await stack.up()
  expect(calls).toContain('update shop-application')
  expect(calls.filter(call => !call.startsWith('update'))).toEqual([])
  expect(restores()).toBe('RESTORE_FROM_LATEST_SNAPSHOT')
})

test('a changed definition is refused at preview; by explicit choice alone the snapshot is skipped', async () => {
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesByDay })
  await expect(stack.preview()).rejects.toThrow(
    /can't be updated over the state that is deployed:[\s\S]*outputs\.sales_by_shop[\s\S]*skipSnapshot/,
  )
  stack.program = lake({ eventsPerSecond: 1000, pipeline: salesByDay, skipSnapshot: true })
  expect((await stack.up()).calls).toContain('update shop-application')
  expect(restores()).toBe('SKIP_RESTORE_FROM_SNAPSHOT')
})

test('destroy leaves nothing', async () => {
  await stack.destroy()
  expect([...stack.cloud.live.keys()]).toEqual([])
})
