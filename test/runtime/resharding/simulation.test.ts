import { Outgoing } from '../../../runtime/processor/outgoing'
import { ProducerProgress } from '../../../runtime/processor/producers'
import { memoryPorts, type Ports } from '../simulation/world'
import { modelPlantOf } from './model'
import { contents, difference, differenceWithout, undisturbed } from './run'

const RUNS = Number(process.env['STREAMBED_RUNS'] ?? 1)
const ONLY = process.env['STREAMBED_SEED']
const WORLDS = Math.ceil(120 * RUNS)
const SCHEDULES_PER_WORLD = 8
/** A seed is a world and a schedule in one number. */
const SEEDS_PER_WORLD = 1000

/** The first schedule of a world that stores anything else than an undisturbed run, and what that is. */
async function problemOf(
  world: number,
  schedules: readonly number[],
  merged: boolean,
  makePorts?: typeof memoryPorts,
): Promise<string | undefined> {
  const plant = modelPlantOf(world, merged)
  const expected = contents(plant, await undisturbed(plant))
  for (const schedule of schedules) {
    const seed = world * SEEDS_PER_WORLD + schedule
    const found = await difference(plant, expected, seed, makePorts).catch(String)
    if (found !== undefined) return `STREAMBED_SEED=${seed} npx jest test/runtime/resharding/simulation: ${found}`
  }
  return undefined
}

async function check(merged: boolean): Promise<void> {
  const { stackTraceLimit } = Error
  // Crashes and conflicts are thrown by the thousands, and nobody reads their stacks.
  Error.stackTraceLimit = 0
  const worlds = ONLY === undefined ? Array.from({ length: WORLDS }, (_, world) => world) : [Math.floor(Number(ONLY) / SEEDS_PER_WORLD)]
  const schedules =
    ONLY === undefined ? Array.from({ length: SCHEDULES_PER_WORLD }, (_, schedule) => schedule) : [Number(ONLY) % SEEDS_PER_WORLD]
  for (const world of worlds) expect(await problemOf(world, schedules, merged)).toBeUndefined()
  Error.stackTraceLimit = stackTraceLimit
}

/** How many of some schedules fail. */
async function failures(merged: boolean, makePorts?: typeof memoryPorts): Promise<number> {
  let failed = 0
  for (let world = 0; world < 60; world++) if ((await problemOf(world, [0], merged, makePorts)) !== undefined) failed++
  return failed
}

describe('while shards are split and merged, whatever crashes, is retried, comes twice, or is processed by two workers, each record counts once', () => {
  test('in one stage', () => check(false), 600_000)
  test('in two stages', () => check(true), 600_000)

  test('also where batches are given up: then those that were committed', async () => {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    for (let world = 0; world < WORLDS / 2; world++)
      expect([world, await differenceWithout(modelPlantOf(world, world % 3 > 0), world).catch(String)]).toEqual([world, undefined])
    Error.stackTraceLimit = stackTraceLimit
  })
})

describe('the simulation notices', () => {
  test('a commit without a condition', async () => {
    const unconditional = (mergePartitions: number): Ports => {
      const ports = memoryPorts(mergePartitions)
      const { state } = ports
      return {
        ...ports,
        state: {
          load: partition => state.load(partition),
          commit: async (partition, _version, change) => state.commit(partition, (await state.load(partition))?.version ?? 0, change),
        },
      }
    }
    expect(await failures(false, unconditional)).toBeGreaterThan(0)
    expect(await failures(true, unconditional)).toBeGreaterThan(0)
  })

  test('a merge that takes a hand-over twice', async () => {
    const take = jest.spyOn(ProducerProgress.prototype, 'take').mockReturnValue(true)
    expect(await failures(true)).toBeGreaterThan(10)
    take.mockRestore()
  })

  test('partial rows that are sent before the commit, where batches are given up', async () => {
    let { shuffle } = memoryPorts(1)
    const add = jest.spyOn(Outgoing.prototype, 'add').mockImplementation(message => void shuffle.append([message]))
    const makePorts = (mergePartitions: number): Ports => {
      const ports = memoryPorts(mergePartitions)
      shuffle = ports.shuffle
      return ports
    }
    let failed = 0
    for (let world = 0; world < 20; world++)
      if ((await differenceWithout(modelPlantOf(world, true), world, makePorts).catch(String)) !== undefined) failed++
    expect(failed).toBeGreaterThan(1)
    add.mockRestore()
  })
})
