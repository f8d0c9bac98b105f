import type { BatchHandler } from '../../../processors/aws-lambda'
import type { MemoryStream } from '../../../test/processors/aws-lambda/support/memory-stream'
import type { World } from '../../../test/processors/aws-lambda/support/world'
import type { Random } from '../../cases/random'
import { IN_TIME } from './in-time'

/** Batches have at most so many records: few, and as many as make a case of real data fast. */
const BATCH_RECORDS = [1, 7, 40, 400]
/** Warm ones, which take batches in turn: what one has in memory is old where another took the last batch. */
const CONTAINERS = 2
/** Of a hundred batches so many go to a function that has just started, and so many are delivered once more with other borders. */
const COLD_STARTS = 10
const REDELIVERIES = 10

/** Hands a stream's records to a function as Lambda does, each batch of one shard, in an order and with borders that the seed decides. */
export class Feed {
  private readonly done = new Map<string, number>()
  private readonly containers: BatchHandler[] = []

  constructor(
    private readonly world: World,
    private readonly stream: MemoryStream,
    private readonly role: 'process' | 'merge',
    private readonly random: Random,
  ) {}

  /** Shards that have records which were not handed over. */
  private get waiting(): readonly string[] {
    return this.stream.all.map(({ id }) => id).filter(id => this.doneOf(id) < this.stream.records(id).length)
  }

  /**
   * Hands one batch over; false: all was.
   * @throws Error where the function reports a failure: here nothing fails
   */
  async deliver(): Promise<boolean> {
    const { random, stream, waiting } = this
    if (waiting.length === 0) return false
    const shardId = random.of(waiting)
    const first = this.doneOf(shardId)
    const end = first + 1 + random.below(random.of(BATCH_RECORDS))
    await this.invoke(shardId, first, end)
    // Its answer was lost.
    if (random.below(100) < REDELIVERIES) await this.invoke(shardId, random.below(first + 1), first + 1 + random.below(end - first))
    this.done.set(shardId, Math.min(end, stream.records(shardId).length))
    return true
  }

  private async invoke(shardId: string, first: number, end: number): Promise<void> {
    const { batchItemFailures } = await this.container()({ Records: this.stream.records(shardId).slice(first, end) }, IN_TIME)
    if (batchItemFailures.length === 0) return
    throw new Error(`the ${this.role} handler reports failures: ${this.world.errors.map(line => JSON.stringify(line)).join('\n')}`)
  }

  private container(): BatchHandler {
    const { random, world, role, containers } = this
    const place = random.below(CONTAINERS)
    if (containers[place] === undefined || random.below(100) < COLD_STARTS) containers[place] = world[role]()
    return containers[place]
  }

  private doneOf(shardId: string): number {
    return this.done.get(shardId) ?? 0
  }
}
