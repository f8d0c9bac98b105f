import { InputPropertiesError } from '@pulumi/pulumi'
import { KinesisFlinkLake } from '../../../constructs/pulumi/aws'
import { known, mocked } from './mocked'
import { outline } from './outline'
import { salesByShop } from './small'

// Any file is a runner to who only deploys it.
const runner = __filename

test('the names, types and key settings of the children are stable', async () => {
  const { made, outputs } = await mocked(() => new KinesisFlinkLake('shop', { pipeline: salesByShop, runner, eventsPerSecond: 1000 }))
  expect(outline(made)).toMatchSnapshot()
  expect(await known(outputs.applicationName)).toBe('sales-dev')
})

test('a missing runner is a mistake among the others', () => {
  const make = () => new KinesisFlinkLake('shop', { pipeline: salesByShop, runner: 'no.jar', parallelism: 0 })
  expect(make).toThrow(/runner: there is no file no\.jar; [\s\S]*parallelism: .*got 0/)
  try {
    make()
  } catch (error) {
    expect(InputPropertiesError.isInstance(error)).toBe(true)
  }
})
