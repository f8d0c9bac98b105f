import type { KinesisEventRecord } from '../../../../processors/aws-lambda/events'
import type { Random } from '../../../runtime/simulation/random'
import type { Container } from './container'
import { firstFailed } from './deliver'
import type { MemoryStream } from './memory-stream'

/**
 * An event source mapping as AWS documents it: a shard's records in order, a child's after all of its parents', batches that are cut at will; a failed batch comes again from the
 * first record that was reported, or is cut in two, or what is left of it is given up.
 */
export class Mapping {
  private readonly done = new Map<string, number>()
  private readonly limit = new Map<string, number>()
  private readonly strays: Promise<unknown>[] = []
  /** The data of records that were given up. */
  readonly givenUp = new Set<string>()

  /** @param givesUp how often a batch that failed is given up; never the last one of a shard */
  constructor(
    private readonly stream: MemoryStream,
    private readonly random: Random,
    private readonly givesUp = 0,
  ) {}

  /** Shards whose records may be delivered now. */
  get ready(): readonly string[] {
    const { all } = this.stream
    const isDone = (id: string) => this.doneOf(id) === this.stream.records(id).length
    // A parent without records comes after its own parents, too.
    const isOver = (id: string): boolean => isDone(id) && all.every(shard => shard.id !== id || shard.parents.every(isOver))
    return all.filter(({ id, parents }) => !isDone(id) && parents.every(isOver)).map(({ id }) => id)
  }

  /** One batch of a shard to a container; `stray` has the same batch, as an invocation that Lambda gave up and that still runs. */
  async deliver(shardId: string, container: Container, stray?: Container): Promise<void> {
    const from = this.doneOf(shardId)
    const most = this.limit.get(shardId) ?? 1 + this.random.below(60)
    const records = this.stream.records(shardId)
    const batch: readonly KinesisEventRecord[] = records.slice(from, from + most)
    if (stray !== undefined) this.strays.push(stray.call({ Records: batch }))
    const answer = await container.call({ Records: batch })
    const count = answer === undefined ? 0 : firstFailed(batch, answer.batchItemFailures)
    const isLast = from + batch.length === records.length
    if (count < batch.length && this.givesUp > 0 && !isLast && this.random.chance(this.givesUp)) {
      for (const { kinesis } of batch.slice(count)) this.givenUp.add(kinesis.data)
      this.done.set(shardId, from + batch.length)
      return
    }
    this.done.set(shardId, from + count)
    if (count < batch.length && this.random.chance(0.5)) this.limit.set(shardId, Math.max(1, Math.floor(batch.length / 2)))
    else this.limit.delete(shardId)
  }

  /** When what still runs has ended. */
  async settle(): Promise<void> {
    await Promise.all(this.strays)
  }

  private doneOf(shardId: string): number {
    return this.done.get(shardId) ?? 0
  }
}
