import { Outgoing } from '../../../runtime/processor/outgoing'
import { Fates } from './fates'
import { compare, type Disturbance, disturbed, undisturbed, worldOf } from './simulate'
import { memoryPorts } from './world'

const RUNS = Number(process.env['STREAMBED_RUNS'] ?? 1)
const WORLDS = { 1: Math.ceil(120 * RUNS), 2: Math.ceil(240 * RUNS) } as const

/** Compares with one undisturbed run over the records that count. Gives how many don't. */
async function check(world: number, disturbance?: Disturbance): Promise<number> {
  const options = worldOf(world)
  const fates = new Fates()
  const got = await disturbed(options, world, { ...disturbance, fates })
  const logs = options.logs.map((log, index) => fates.rest(String(index), log))
  compare(world, await undisturbed({ ...options, logs }), got)
  return options.logs.reduce((lost, log, index) => lost + log.length - logs[index].length, 0)
}

async function failures(stages: 1 | 2, disturbance?: Disturbance): Promise<number> {
  let failed = 0
  for (let index = 0; index < 100; index++) await check(index * 2 + stages - 1, disturbance).catch(() => failed++)
  return failed
}

describe('where a source gives up batches that fail, at any step', () => {
  const { stackTraceLimit } = Error
  // Crashes and conflicts are thrown by the thousands, and nobody reads their stacks.
  beforeAll(() => {
    Error.stackTraceLimit = 0
  })
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit
  })

  test.each([1, 2] as const)('each record of a committed batch counts once, and no other one; stages: %d', async stages => {
    let withoutSome = 0
    for (let index = 0; index < WORLDS[stages]; index++) if ((await check(index * 2 + stages - 1)) > 0) withoutSome++
    expect(withoutSome / WORLDS[stages]).toBeGreaterThan(0.1)
  })

  test('the simulation notices partial rows that are sent before the commit', async () => {
    let { shuffle } = memoryPorts(1)
    const add = jest.spyOn(Outgoing.prototype, 'add').mockImplementation(message => void shuffle.append([message]))
    const ports = (mergePartitions: number) => {
      const made = memoryPorts(mergePartitions)
      shuffle = made.shuffle
      return made
    }
    expect(await failures(2, { ports })).toBeGreaterThan(5)
    add.mockRestore()
  })
})
