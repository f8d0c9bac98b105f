import type { KinesisEventRecord } from '../../../../processors/aws-lambda/events'
import type { Random } from '../../../runtime/simulation/random'
import type { Container } from './container'
import { firstFailed } from './deliver'
import type { MemoryStream } from './memory-stream'

/**
 * An event source mapping as AWS documents it: a shard's records in order, a child's after all of its parents', batches that are cut at will; a failed batch comes again from the
 * first record that was reported, or is cut in two.
 */
export class Mapping {
  private readonly done = new Map<string, number>()
  private readonly limit = new Map<string, number>()
  private readonly strays: Promise<unknown>[] = []

  constructor(
    private readonly stream: MemoryStream,
    private readonly random: Random,
  ) {}

  /** Shards whose records may be delivered now. */
  get ready(): readonly string[] {
    const isDone = (id: string) => this.doneOf(id) === this.stream.records(id).length
    return this.stream.all.filter(({ id, parents }) => !isDone(id) && parents.every(isDone)).map(({ id }) => id)
  }

  /** One batch of a shard to a container; `stray` has the same batch, as an invocation that Lambda gave up and that still runs. */
  async deliver(shardId: string, container: Container, stray?: Container): Promise<void> {
    const from = this.doneOf(shardId)
    const most = this.limit.get(shardId) ?? 1 + this.random.below(60)
    const batch: readonly KinesisEventRecord[] = this.stream.records(shardId).slice(from, from + most)
    if (stray !== undefined) this.strays.push(stray.call({ Records: batch }))
    const answer = await container.call({ Records: batch })
    const count = answer === undefined ? 0 : firstFailed(batch, answer.batchItemFailures)
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
