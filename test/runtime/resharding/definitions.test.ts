import fc from 'fast-check'
import { toText } from '../../../pipeline'
import { problem } from './expected'
import { contents, difference, undisturbed } from './run'
import { plantOf, type World, worldOf } from './world'

/** How many worlds are tried. */
const WORLDS = Math.ceil(100 * Number(process.env['STREAMBED_RUNS'] ?? 1))
/** Making a failure smaller takes long; its seed and path are told however far that came. */
const TIME_LIMIT_MS = 60_000
/** To see one failure again: the seed and path that it printed, `{ seed: -12, path: '7:1' }`. */
const AGAIN: { readonly seed?: number; readonly path?: string } = {}

const bytesOfWorld = fc.record({
  definition: fc.uint8Array({ maxLength: 400, size: 'max' }),
  tree: fc.uint8Array({ minLength: 1, maxLength: 60, size: 'max' }),
  records: fc.array(fc.uint8Array({ maxLength: 50, size: 'max' }), { maxLength: 40, size: 'max' }),
})

function shown({ definition, tree, logs }: World): string {
  const shards = tree.shards.map(shard => {
    const lines = logs.get(shard)?.map(({ bytes, arrivalTime }) => `${arrivalTime} ${bytes === null ? 'tick' : Buffer.from(bytes)}`)
    return `-- shard ${shard.index} of ${shard.parents.map(({ index }) => index).join(' and ') || 'the start'}\n${lines?.join('\n')}`
  })
  return `${JSON.stringify(JSON.parse(toText(definition)))}\n${shards.join('\n')}`
}

/** What is wrong with a world, undisturbed or with crashes. */
async function wrong(world: World, seed: number): Promise<string | undefined> {
  const plant = plantOf(world)
  const ports = await undisturbed(plant)
  return problem(world, ports) ?? difference(plant, contents(plant, ports), seed)
}

test('random definitions give what the law gives while shards are split and merged, each row once, whatever crashes', async () => {
  const property = fc.asyncProperty(bytesOfWorld, fc.nat(), async (bytes, seed) => {
    const world = worldOf(bytes)
    const found = await wrong(world, seed)
    if (found !== undefined) throw new Error(`${found}\n${shown(world)}`)
  })
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 3
  await fc.assert(property, { numRuns: WORLDS, interruptAfterTimeLimit: TIME_LIMIT_MS, ...AGAIN })
  Error.stackTraceLimit = stackTraceLimit
}, 600_000)
