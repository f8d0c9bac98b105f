import { ConflictError, type ParentState, type PartitionProcessor } from '../../runtime'
import type { Shard, StreamClient } from './clients/stream'
import { hashKeyOf, inRange } from './hash-key'
import { shardNumber } from './records'
import type { TableStateStore } from './state-store'

/** A sibling may hand the same parent over at the same time. */
const ATTEMPTS = 5

/** A stream's shards; listed again when one is not known. */
export class Shards {
  private listed: ReadonlyMap<string, Shard> = new Map()

  constructor(private readonly stream: Pick<StreamClient, 'listShards'>) {}

  /** @throws where the stream has no such shard. */
  async get(id: string): Promise<Shard> {
    if (!this.listed.has(id)) this.listed = new Map((await this.stream.listShards()).map(shard => [shard.id, shard]))
    const shard = this.listed.get(id)
    if (shard === undefined)
      throw new Error(
        `the stream has no shard '${id}', it has ${[...this.listed.keys()].join(', ') || 'none'}: is STREAMBED_STREAM_NAME the stream that the function reads?`,
      )
    return shard
  }

  /** As of the last listing. A split or merge makes all its children at once, so a known shard's siblings are known. */
  get all(): readonly Shard[] {
    return [...this.listed.values()]
  }

  /** Those without a parent that still has records. */
  get roots(): readonly Shard[] {
    return this.all.filter(shard => !shard.parents.some(parent => this.listed.has(parent)))
  }

  childrenOf(id: string): readonly Shard[] {
    return this.all.filter(shard => shard.parents.includes(id))
  }
}

export interface InheritanceOptions {
  readonly shards: Shards
  readonly store: TableStateStore
  /** Makes a processor without state in memory. A shard that is not listed has nobody to go on from. */
  readonly open: (partition: string, index: number, isListed: boolean) => PartitionProcessor
  /** The Kinesis partition key of events whose partition-key field has this text. */
  readonly partitionKeyOf: (keyText: string) => string
  /** Numbers of the shards that merges wait for from their beginning. */
  readonly producers: readonly number[]
}

/**
 * What a shard without a checkpoint goes on from: its parents, which it hands over first (Lambda gives a child's records after all of its parents':
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html). A parent whose records expired counts where it left a checkpoint, or
 * where merges wait for it.
 */
export async function inherit(shardId: string, options: InheritanceOptions): Promise<readonly ParentState[]> {
  const { shards, store, partitionKeyOf, producers } = options
  const shard = await shards.get(shardId)
  const states: ParentState[] = []
  for (const parent of shard.parents) {
    const isListed = shards.all.some(({ id }) => id === parent)
    if (!isListed && !producers.includes(shardNumber(parent)) && (await store.version(parent)) === 0) continue
    await handOver(parent, isListed, options)
    const state = await store.load(parent)
    if (state === undefined)
      throw new Error(`shard '${parent}' was handed over, but its checkpoint is gone; restore the state table from a backup`)
    const keeps = (keyText: string | null) => keyText !== null && inRange(hashKeyOf(partitionKeyOf(keyText)), shard)
    states.push({ partition: parent, state, keeps })
  }
  return states
}

async function handOver(parent: string, isListed: boolean, { shards, open }: InheritanceOptions): Promise<void> {
  const successors = shards.childrenOf(parent).map(({ id }) => shardNumber(id))
  for (let attempt = 1; ; attempt++) {
    try {
      await open(parent, shardNumber(parent), isListed).handOver(successors)
      return
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === ATTEMPTS) throw error
    }
  }
}
