import type { Pipeline } from '../../../../pipeline'
import { tickRecord } from '../../../../processors/aws-lambda/tick-record'
import { Random } from '../../../runtime/simulation/random'
import { Container, type FaultRates } from './container'
import { Mapping } from './mapping'
import { MemoryStream } from './memory-stream'
import { bytesOfClick, type Click, START } from './pipelines'
import { World } from './world'

export interface SimulationOptions {
  readonly pipeline: Pipeline
  readonly seed: number
  readonly shards: number
  readonly events: number
  /** Splits and merges between the events. */
  readonly reshardings: number
  readonly rates: FaultRates
  /** Whether some events are late, and some records are not readable. */
  readonly isDirty: boolean
  /** How often a batch of events that failed is given up. */
  readonly givesUp?: number
}

export interface Simulated {
  readonly world: World
  /** The records of each shard that is no tick, in their order. */
  readonly records: readonly (readonly Uint8Array[])[]
  /** Base64 of those that were given up, maybe after they were processed. */
  readonly givenUp: ReadonlySet<string>
}

const CONTAINERS = 2
const END = START + 10 * 86_400_000
const MOST_STEPS = 2000

/** Runs a deployed pipeline under faults, until every record was acknowledged and nothing waits. */
export async function simulate(options: SimulationOptions): Promise<Simulated> {
  const random = new Random(options.seed)
  const events = new MemoryStream(options.shards)
  const shuffle = new MemoryStream(2, given => given % 97 === 11)
  const world = new World(options.pipeline, events, shuffle)
  const records = produce(events, options, random)
  const mappings = { process: new Mapping(events, random, options.givesUp), merge: new Mapping(shuffle, random) }
  const containers = new Map<string, Container>()
  const container = (role: 'process' | 'merge' | 'publish') => {
    const place = `${role} ${random.below(CONTAINERS)}`
    const known = containers.get(place)
    const one = known?.alive ? known : new Container(world, role, random, options.rates)
    containers.set(place, one)
    return one
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const process = mappings.process.ready
    const merge = mappings.merge.ready
    if (process.length + merge.length === 0) {
      await Promise.all([mappings.process.settle(), mappings.merge.settle()])
      // What a stray invocation sent to the shuffle stream comes to the merge too.
      if (mappings.merge.ready.length === 0) break
    }
    const stray = (role: 'process' | 'merge') => (random.chance(0.15) ? new Container(world, role, random, options.rates) : undefined)
    const draw = random.next()
    world.now += 100
    if (draw < 0.15) await container('publish').call(null)
    else if (draw < 0.2)
      await Promise.all([container('publish').call(null), new Container(world, 'publish', random, options.rates).call(null)])
    else if (draw < 0.65 && process.length > 0)
      await mappings.process.deliver(process[random.below(process.length)], container('process'), stray('process'))
    else if (merge.length > 0) await mappings.merge.deliver(merge[random.below(merge.length)], container('merge'), stray('merge'))
  }
  const calm = new Container(world, 'publish', random, { crash: 0, throttle: 0 })
  for (let left = 0; left < 3; left++) await calm.call(null)
  return { world, records, givenUp: mappings.process.givenUp }
}

/** Fills the stream, with reshardings in between, and lets every shard's watermark pass the end. */
function produce(stream: MemoryStream, options: SimulationOptions, random: Random): readonly (readonly Uint8Array[])[] {
  const every = Math.floor(options.events / (options.reshardings + 1))
  const records = new Map<string, Uint8Array[]>()
  for (let index = 0; index < options.events; index++) {
    if (index > 0 && index % every === 0 && index / every <= options.reshardings) reshard(stream, random)
    const click = clickOf(index, options, random)
    const data = options.isDirty && random.chance(0.03) ? new TextEncoder().encode(`{"broken ${index}`) : bytesOfClick(click)
    const counts = new Map(stream.all.map(({ id }) => [id, stream.records(id).length]))
    stream.put({ partitionKey: click.user, data })
    const shard = stream.all.find(({ id }) => stream.records(id).length > (counts.get(id) ?? 0))
    if (shard !== undefined) records.set(shard.id, [...(records.get(shard.id) ?? []), data])
  }
  for (const { closed, firstHashKey } of stream.all) if (!closed) stream.put(tickRecord(firstHashKey, END))
  return stream.all.map(({ id }) => records.get(id) ?? [])
}

function clickOf(index: number, { isDirty }: SimulationOptions, random: Random): Click {
  const back = isDirty ? random.below(random.chance(0.1) ? 120_000 : 9_000) : 0
  const at = START + index * 700 - back
  return { id: `c${index}`, user: `u${random.below(12)}`, page: `p${random.below(5)}`, at, value: random.below(100) }
}

function reshard(stream: MemoryStream, random: Random): void {
  const open = stream.all.filter(({ closed }) => !closed).sort((one, other) => (one.firstHashKey < other.firstHashKey ? -1 : 1))
  const at = random.below(open.length)
  if (at + 1 < open.length && random.chance(0.5)) stream.merge(open[at].id, open[at + 1].id)
  else stream.split(open[at].id)
}
