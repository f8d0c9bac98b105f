import { setTimeout as wait } from 'node:timers/promises'
import type { Compiled, ParentState } from '../../runtime'
import { lambdaClients } from './aws-clients'
import { Deadline } from './deadline'
import { readEnvironment } from './environment'
import type { BatchResponse, InvocationContext, KinesisEventRecord } from './events'
import { checkRecords, foreignEvent, type HandlerFactory, isMerged, type ProcessOptions } from './handler'
import type { Log } from './log'
import { type Surroundings, surroundingsOf } from './options'
import { Partitions, unpackingOf } from './partitions'
import { storeProducers } from './producers'
import { byShard, holdsAggregate, positionText, type SourceGroup, shardGroup, type Unpacking } from './records'
import { inherit, Shards } from './shards'
import { StreamShuffleLog } from './shuffle-log'

/** The handler of a Kinesis stream's shards. Only what could not be stored is reported as failed, from the first such record of a shard on. */
export const kinesisHandler: HandlerFactory = (compiled, options = {}) => {
  const surroundings = surroundingsOf(options)
  const shards = new ShardsHandler(compiled, options, surroundings)
  return async (event, context) => {
    if ('records' in event) throw foreignEvent('Kafka', 'kinesis')
    checkRecords(event.Records, 'kinesis')
    const log = surroundings.log.with({ pipeline: compiled.name, requestId: context.awsRequestId })
    return shards.handle(event.Records as readonly KinesisEventRecord[], context, log)
  }
}

class ShardsHandler {
  private readonly unpacking: Unpacking
  private readonly shards: Shards | null
  private readonly partitions: Partitions

  constructor(
    compiled: Compiled,
    private readonly options: Omit<ProcessOptions, 'source'>,
    surroundings: Surroundings,
  ) {
    const merged = compiled.outputs.some(isMerged)
    const environment = readEnvironment(
      ['stateTable', 'lakeBucket', 'streamName', ...(merged ? (['shuffleStreamName', 'mergePartitions'] as const) : [])],
      surroundings.variables,
    )
    const clients = options.clients ?? lambdaClients(environment)
    const { table, events, shuffle } = clients
    const shards = events ? new Shards(events) : null
    this.unpacking = unpackingOf(compiled, options)
    this.shards = shards
    this.partitions = new Partitions({
      compiled,
      clients,
      surroundings,
      positionText,
      ...(merged &&
        shuffle && { shuffle: new StreamShuffleLog({ stream: shuffle, partitions: Number(environment.mergePartitions), wait }) }),
      ...(shards && {
        inherit: shardId => async () => {
          await shards.get(shardId)
          return this.inherit(shardId, shards, merged ? await storeProducers(table, shards) : [])
        },
      }),
    })
  }

  async handle(records: readonly KinesisEventRecord[], context: InvocationContext, log: Log): Promise<BatchResponse> {
    const deadline = new Deadline(context)
    const failures: { itemIdentifier: string }[] = []
    for (const [shardId, ofShard] of byShard(records)) {
      const shardLog = log.with({ partition: shardId })
      const group = await this.group(shardId, ofShard, shardLog)
      const failedFrom =
        group === undefined ? ofShard[0].kinesis.sequenceNumber : await this.partitions.process(group, deadline, context, shardLog)
      if (failedFrom !== undefined) failures.push({ itemIdentifier: failedFrom })
    }
    return { batchItemFailures: failures }
  }

  /** Undefined where the stream's shards can't be listed now. */
  private async group(shardId: string, records: readonly KinesisEventRecord[], log: Log): Promise<SourceGroup | undefined> {
    try {
      const range = records.some(holdsAggregate) ? await this.shards?.get(shardId) : undefined
      return shardGroup(shardId, records, this.unpacking, range)
    } catch (error) {
      log.fail('the records were not processed, and are handed over again', error)
      return undefined
    }
  }

  /** Asked where a shard has no checkpoint. */
  private inherit(shardId: string, shards: Shards, producers: readonly number[]): Promise<readonly ParentState[]> {
    const { partitionKeyOf = (keyText: string) => keyText } = this.options
    const open = (partition: string, index: number, isListed: boolean) => this.partitions.open(partition, index, isListed)
    return inherit(shardId, { shards, store: this.partitions.store, open, partitionKeyOf, producers })
  }
}
