import { recordBatchOf } from '../../../runtime/decode'
import { ConflictError } from '../../../runtime/errors'
import type { PartitionProcessor } from '../../../runtime/processor'
import type { Position, RecordBatch } from '../../../runtime/records'
import type { WindowSpecification } from '../../../windowing'
import { atomic, type Fates, type Range } from './fates'
import { KIND_BAD, Model, slice } from './model'
import { Random } from './random'
import { Crash, Scheduler } from './scheduler'
import { contents, faulty, memoryPorts, type Ports, type WorldOptions } from './world'

const WINDOWS: readonly WindowSpecification[] = [
  { kind: 'tumbling', sizeMs: 6, offsetMs: 1 },
  { kind: 'hopping', sizeMs: 9, hopMs: 3, offsetMs: 0 },
  { kind: 'session', gapMs: 4 },
]

/** How often others may go before an empty log is read again. */
const POLL_TURNS = 4

/** A log whose times rise with jitter beyond the delay, so that there are late events; with ticks, bad records, and broad or wide positions. */
function randomLog(random: Random, wide: boolean): RecordBatch {
  let time = 5
  const offset = wide ? 2n ** 100n : 0n
  const records = Array.from({ length: 3 + random.below(7) }, (_, index) => {
    time = Math.min(240, time + random.below(4))
    const position: Position = wide ? offset + BigInt(index * 3) : index * 3
    if (random.chance(0.08)) return { position, arrivalTime: time, bytes: null }
    const kind = random.chance(0.08) ? KIND_BAD : 0
    const value = random.chance(0.1) ? 255 : random.below(4)
    return { position, arrivalTime: time, bytes: Uint8Array.of(kind, random.below(8), Math.max(0, time - random.below(9)), value) }
  })
  return recordBatchOf(records)
}

/** The world of a seed: streams, windows, partitions; in even worlds windows are closed in one stage, in odd ones in two. */
export function worldOf(seed: number): WorldOptions {
  const random = new Random(seed)
  const partitions = random.chance(0.4) ? 1 : random.chance(0.75) ? 2 : 3
  const wide = random.chance(0.2)
  return {
    window: WINDOWS[random.below(WINDOWS.length)],
    partitions,
    merged: seed % 2 === 1,
    mergePartitions: random.chance(0.3) ? 2 : 1,
    logs: Array.from({ length: partitions }, () => randomLog(random, wide)),
  }
}

/** What one undisturbed run stores, each partition in one batch. */
export async function undisturbed(world: WorldOptions): Promise<readonly string[]> {
  const ports = memoryPorts(world.mergePartitions)
  const model = new Model(world)
  for (const [index, log] of world.logs.entries()) {
    const processor = model.partition(index, ports)
    await processor.processBatch(log)
    await processor.finish()
  }
  for (let partition = 0; world.merged && partition < world.mergePartitions; partition++)
    await model.merge(partition, ports).processBatch(await ports.shuffle.read('windows', partition, null))
  return contents(ports, world)
}

export interface Disturbance {
  /** Ports to use, e.g. broken ones. */
  readonly ports?: (mergePartitions: number, scheduler: Scheduler) => Ports
  /** Sources give up batches that fail, and rows are stored with the checkpoint; here is what became of the records. */
  readonly fates?: Fates
}

/** What is stored after a run with crashes, retries, other batch borders, duplicated batches and up to two workers on a partition. */
export async function disturbed(
  world: WorldOptions,
  seed: number,
  { ports: makePorts = memoryPorts, fates }: Disturbance = {},
): Promise<readonly string[]> {
  const random = new Random(seed * 7919 + 1)
  const scheduler = new Scheduler(random, random.next() * 0.3, random.below(6))
  const ports = makePorts(world.mergePartitions, scheduler)
  const model = new Model(world)
  const seenBy = (onCommit: (partition: string) => void) => faulty(fates === undefined ? ports : atomic(ports, onCommit), scheduler)
  let sourcesOpen = 0
  const sourceWorker = (index: number, ends: Ends) => async () => {
    const log = world.logs[index]
    let handed: Range = { partition: String(index), from: 0, to: 0 }
    const seen = seenBy(() => fates?.commit(handed))
    const make = () => model.partition(index, seen)
    const giveUp = fates && (() => fates.giveUp(handed))
    await new Worker(random, scheduler, make, giveUp).run(
      async from => {
        handed = { ...handed, from: Math.min(from, log.length), to: Math.min(log.length, from + 1 + random.below(7)) }
        if (handed.from === handed.to) ends.reached.add(seen)
        return slice(log, handed.from, handed.to)
      },
      // Nobody may have records left that others gave up.
      () => fates === undefined || ends.reached.size === ends.workers,
      true,
    )
    sourcesOpen--
  }
  const mergeWorker = (partition: number) => async () => {
    const seen = seenBy(() => {})
    const make = () => model.merge(partition, seen)
    await new Worker(random, scheduler, make).run(
      from => ports.shuffle.read('windows', partition, from - 1, 1 + random.below(12)),
      () => sourcesOpen === 0,
      false,
    )
  }
  const workers: (() => Promise<void>)[] = []
  for (const index of world.logs.keys()) {
    const ends: Ends = { workers: 0, reached: new Set() }
    for (; ends.workers < (random.chance(0.25) ? 2 : 1); ends.workers++) workers.push(sourceWorker(index, ends))
  }
  sourcesOpen = workers.length
  for (let partition = 0; world.merged && partition < world.mergePartitions; partition++)
    for (let worker = 0; worker < (random.chance(0.25) ? 2 : 1); worker++) workers.push(mergeWorker(partition))
  await scheduler.run(workers)
  return contents(ports, world)
}

/** Workers on a log, and those of them that have reached its end. */
interface Ends {
  workers: number
  readonly reached: Set<unknown>
}

/** Reads a log from its own cursor, which only moves when a batch was processed; after a crash the batch comes again, or an earlier one. */
class Worker {
  private cursor = 0

  constructor(
    private readonly random: Random,
    private readonly scheduler: Scheduler,
    private readonly make: () => PartitionProcessor,
    private readonly giveUp?: () => void,
  ) {}

  async run(read: (from: number) => Promise<RecordBatch>, ended: () => boolean, finishes: boolean): Promise<void> {
    let processor = this.make()
    for (;;) {
      let length = 0
      const wasEnded = ended()
      try {
        const batch = await read(this.cursor)
        length = batch.length
        if (batch.length > 0) {
          await processor.processBatch(batch)
          this.cursor += batch.length
          if (this.random.chance(0.04)) this.cursor = this.random.below(this.cursor + 1)
        } else if (wasEnded) {
          if (finishes) await processor.finish()
          return
        } else for (let turn = 0; turn < POLL_TURNS; turn++) await this.scheduler.turn()
      } catch (error) {
        if (!(error instanceof Crash || error instanceof ConflictError)) throw error
        // A worker whose port failed may live on or be replaced; both must do.
        if (this.random.chance(0.5)) processor = this.make()
        if (this.giveUp !== undefined && (wasEnded || this.random.chance(0.4))) {
          this.giveUp()
          this.cursor += length
        } else if (this.random.chance(0.3)) this.cursor = this.random.below(this.cursor + 1)
      }
    }
  }
}

/** Throws with one line that reproduces the schedule where it lost, doubled or changed anything. */
export function compare(seed: number, expected: readonly string[], got: readonly string[]): void {
  if (expected.length === got.length && expected.every((line, index) => line === got[index])) return
  const lost = expected.filter(line => !got.includes(line))
  const foreign = got.filter(line => !expected.includes(line))
  const what = `lost ${lost.length}, foreign ${foreign.length}, ${expected.length} expected, got ${got.length}`
  throw new Error(
    `STREAMBED_SEED=${seed} npx jest test/runtime/simulation: ${what}; first: ${lost[0] ?? foreign[0] ?? 'doubled or out of order'}`,
  )
}
