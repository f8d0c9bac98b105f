import {
  ConflictError,
  mergePartitionName,
  type ParentState,
  type PartitionProcessor,
  type ProcessorPorts,
  type RecordBatch,
} from '../../../runtime'
import type { Shard, ShardTree } from '../../windowing/resharding/tree'
import { atomic, Fates, type Range } from '../simulation/fates'
import { slice } from '../simulation/model'
import { Random } from '../simulation/random'
import { Crash, Scheduler } from '../simulation/scheduler'
import { faulty, memoryPorts, type Ports } from '../simulation/world'

/** A stream whose shards are split and merged, and the processors for it. */
export interface Plant {
  readonly tree: ShardTree
  readonly outputs: readonly string[]
  /** Those of the outputs that are made in two stages. */
  readonly merged: readonly string[]
  readonly mergePartitions: number
  /** Records of a shard. */
  length(shard: Shard): number
  batch(shard: Shard, from: number, to: number): RecordBatch
  /** Whether a shard takes the events of a partition key. */
  keeps(shard: Shard, keyText: string | null): boolean
  partition(shard: Shard, ports: ProcessorPorts, inherit: () => Promise<readonly ParentState[]>): PartitionProcessor
  merge(output: string, partition: number, ports: ProcessorPorts): PartitionProcessor
}

/** How often others may go before somebody looks again. */
const POLL_TURNS = 4

export const nameOf = ({ index }: Shard) => `shard-${index}`

/** Each merge of each output. */
const mergesOf = ({ merged, mergePartitions }: Plant) =>
  merged.flatMap(output => Array.from({ length: mergePartitions }, (_, partition) => ({ output, partition })))

/** The processors of one worker: of its shard, and of those that it hands over. */
class Processors {
  private readonly known = new Map<Shard, PartitionProcessor>()

  constructor(
    private readonly plant: Plant,
    private readonly ports: ProcessorPorts,
  ) {}

  of(shard: Shard): PartitionProcessor {
    const known = this.known.get(shard)
    if (known !== undefined) return known
    const processor = this.plant.partition(shard, this.ports, () => this.inherit(shard))
    this.known.set(shard, processor)
    return processor
  }

  /** Hands the parents over, which themselves may have to begin with that. */
  private async inherit(shard: Shard): Promise<readonly ParentState[]> {
    const states: ParentState[] = []
    for (const parent of shard.parents) {
      await this.of(parent).handOver(parent.children.map(({ index }) => index))
      const state = await this.ports.state?.load(nameOf(parent))
      if (state !== undefined) states.push({ partition: nameOf(parent), state, keeps: keyText => this.plant.keeps(shard, keyText) })
    }
    return states
  }
}

/** Shard after shard in one batch each, then the merges. */
export async function undisturbed(plant: Plant): Promise<Ports> {
  const ports = memoryPorts(plant.mergePartitions)
  const processors = new Processors(plant, ports)
  for (const shard of plant.tree.shards) {
    const length = plant.length(shard)
    if (length > 0) await processors.of(shard).processBatch(plant.batch(shard, 0, length))
    if (shard.children.length === 0) await processors.of(shard).finish()
  }
  for (const { output, partition } of mergesOf(plant))
    await plant.merge(output, partition, ports).processBatch(await ports.shuffle.read(output, partition, null, Number.MAX_SAFE_INTEGER))
  return ports
}

/**
 * With crashes before and after any step at a port, retries, batches that come again, up to two workers on a shard or merge, and children that begin at once as
 * soon as somebody has read their parents to the end. With `fates` batches that fail are given up, too, and rows are stored with the checkpoint.
 */
export async function disturbed(plant: Plant, seed: number, makePorts = memoryPorts, fates?: Fates): Promise<Ports> {
  const random = new Random(seed)
  const scheduler = new Scheduler(random, random.next() * 0.2, random.below(10))
  const ports = makePorts(plant.mergePartitions)
  const seenBy = (onCommit: (partition: string) => void) => faulty(fates === undefined ? ports : atomic(ports, onCommit), scheduler)
  const ended = new Set<Shard>()
  let workersLeft = 0

  const shardWorker = (shard: Shard, readers: Set<unknown>) => async () => {
    let handed: Range = { partition: nameOf(shard), from: 0, to: 0 }
    const seen = seenBy(partition => {
      if (partition === handed.partition) fates?.commit(handed)
    })
    readers.add(seen)
    const processors = new Processors(plant, seen)
    const length = plant.length(shard)
    const work = async (cursor: number) => {
      handed = { ...handed, from: cursor, to: cursor }
      if (cursor >= length) {
        readers.delete(seen)
        // Nobody may have records left that others gave up.
        if (fates !== undefined && readers.size > 0) return scheduler.turn().then(() => cursor)
        if (shard.children.length === 0) await processors.of(shard).finish()
        return null
      }
      const to = Math.min(length, cursor + 1 + random.below(5))
      handed = { ...handed, to }
      await processors.of(shard).processBatch(plant.batch(shard, cursor, to))
      return to
    }
    const giveUp = () => {
      if (handed.from < handed.to && !random.chance(0.4)) return undefined
      fates?.giveUp(handed)
      return handed.to
    }
    await insist(random, work, fates && giveUp)
    workersLeft--
    if (ended.has(shard)) return
    ended.add(shard)
    for (const child of shard.children) if (child.parents.every(parent => ended.has(parent))) startWorkers(child)
  }

  const startWorkers = (shard: Shard) => {
    const workers = random.chance(0.25) ? 2 : 1
    workersLeft += workers
    const readers = new Set()
    for (let worker = 0; worker < workers; worker++) scheduler.start(shardWorker(shard, readers))
  }

  const mergeWorker = (output: string, partition: number) => async () => {
    const processor = plant.merge(
      output,
      partition,
      seenBy(() => {}),
    )
    await insist(random, async cursor => {
      const wasEnded = workersLeft === 0
      const batch = await ports.shuffle.read(output, partition, cursor - 1, 1 + random.below(6))
      if (batch.length === 0 && wasEnded) return null
      if (batch.length > 0) await processor.processBatch(batch)
      else for (let turn = 0; turn < POLL_TURNS; turn++) await scheduler.turn()
      return cursor + batch.length
    })
  }

  const merges = mergesOf(plant).flatMap(merge => (random.chance(0.25) ? [merge, merge] : [merge]))
  await scheduler.run([
    async () => plant.tree.roots.forEach(startWorkers),
    ...merges.map(({ output, partition }) => mergeWorker(output, partition)),
  ])
  return ports
}

/** Goes on from a cursor until there is none; after a crash, and now and then without one, some come again. `giveUp` says from where it goes on instead. */
async function insist(random: Random, work: (cursor: number) => Promise<number | null>, giveUp?: () => number | undefined): Promise<void> {
  let cursor = 0
  for (;;) {
    try {
      const next = await work(cursor)
      if (next === null) return
      const mayRewind = giveUp === undefined || next > cursor
      cursor = mayRewind && random.chance(0.04) ? random.below(next + 1) : next
    } catch (error) {
      if (!(error instanceof Crash || error instanceof ConflictError)) throw error
      const givenUp = giveUp?.()
      if (givenUp !== undefined) cursor = givenUp
      else if (random.chance(0.3)) cursor = random.below(cursor + 1)
    }
  }
}

const text = (value: unknown) => JSON.stringify(value)

/** Everything that is stored in the end, as text. Causes and positions of merged rows depend on how shards interleave. */
export function contents(plant: Plant, { sink, deadLetters }: Ports): readonly string[] {
  const lines: string[] = []
  for (const shard of plant.tree.shards) {
    const name = nameOf(shard)
    for (const output of plant.outputs)
      for (const channel of ['rows', 'late'] as const)
        for (const row of sink.rows(name, output, channel)) lines.push(text([name, output, channel, row]))
    for (const letter of deadLetters.letters(name)) lines.push(text([name, letter]))
  }
  for (const { output, partition } of mergesOf(plant)) {
    const name = mergePartitionName(output, partition)
    for (const { values } of sink.rows(name, output)) lines.push(text([name, values]))
    for (const { error } of deadLetters.letters(name)) lines.push(text([name, error]))
  }
  return lines
}

/** What a schedule stored and the undisturbed run didn't, or the other way round; undefined where both are the same. */
export async function difference(
  plant: Plant,
  expected: readonly string[],
  seed: number,
  makePorts = memoryPorts,
): Promise<string | undefined> {
  return differenceOf(seed, expected, contents(plant, await disturbed(plant, seed, makePorts)))
}

/** The same where batches are given up; the undisturbed run has the records that count. */
export async function differenceWithout(plant: Plant, seed: number, makePorts = memoryPorts): Promise<string | undefined> {
  const fates = new Fates()
  const given = contents(plant, await disturbed(plant, seed, makePorts, fates))
  const logs = new Map(plant.tree.shards.map(shard => [shard, fates.rest(nameOf(shard), plant.batch(shard, 0, plant.length(shard)))]))
  const rest = (shard: Shard) => logs.get(shard) ?? plant.batch(shard, 0, 0)
  const without = {
    ...plant,
    length: (shard: Shard) => rest(shard).length,
    batch: (shard: Shard, from: number, to: number) => slice(rest(shard), from, to),
  }
  return differenceOf(seed, contents(plant, await undisturbed(without)), given)
}

function differenceOf(seed: number, expected: readonly string[], given: readonly string[]): string | undefined {
  if (expected.length === given.length && expected.every((line, index) => line === given[index])) return undefined
  const lost = expected.filter(line => !given.includes(line))
  const foreign = given.filter(line => !expected.includes(line))
  return `schedule ${seed}: lost ${lost.length}, foreign ${foreign.length}, ${expected.length} expected, got ${given.length}; first: ${lost[0] ?? foreign[0] ?? 'doubled or out of order'}`
}
