import { compare, type Disturbance, disturbed, undisturbed, worldOf } from './simulate'

const RUNS = Number(process.env['STREAMBED_RUNS'] ?? 1)
const ONLY = process.env['STREAMBED_SEED']
/** Two stages take about three times as long as one. */
const WORLDS = { 1: Math.ceil(1600 * RUNS), 2: Math.ceil(400 * RUNS) } as const
const SCHEDULES_PER_WORLD = 10
/** A seed is a world and a schedule in one number. */
const SEEDS_PER_WORLD = 1000

/** Throws where the schedule of a seed stores anything else than an undisturbed run. */
export async function checkSeed(seed: number, disturbance?: Disturbance): Promise<void> {
  const world = worldOf(Math.floor(seed / SEEDS_PER_WORLD))
  compare(seed, await undisturbed(world), await disturbed(world, seed, disturbance))
}

/** How many of some schedules fail. */
export async function failures(stages: 1 | 2, disturbance?: Disturbance): Promise<number> {
  let failed = 0
  for (let index = 0; index < 60; index++) await checkSeed((index * 2 + stages - 1) * SEEDS_PER_WORLD, disturbance).catch(() => failed++)
  return failed
}

/** 16,000 schedules of one stage, or 4,000 of two (times STREAMBED_RUNS); with STREAMBED_SEED only that one. */
export async function checkSchedules(stages: 1 | 2): Promise<void> {
  if (ONLY !== undefined) return checkSeed(Number(ONLY))
  // Crashes and conflicts are thrown by the thousands, and nobody reads their stacks.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    for (let index = 0; index < WORLDS[stages]; index++) {
      const number = index * 2 + stages - 1
      const world = worldOf(number)
      const expected = await undisturbed(world)
      for (let schedule = 0; schedule < SCHEDULES_PER_WORLD; schedule++) {
        const seed = number * SEEDS_PER_WORLD + schedule
        const got = await disturbed(world, seed).catch(error => {
          throw new Error(`STREAMBED_SEED=${seed} npx jest test/runtime/simulation: ${error}`, { cause: error })
        })
        compare(seed, expected, got)
      }
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
