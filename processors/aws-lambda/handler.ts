import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Compiled, partitionProcessorOf } from '../../runtime'
import { type Clients, lambdaClients } from './aws-clients'
import { Deadline } from './deadline'
import { readEnvironment } from './environment'
import type { BatchEvent, BatchResponse, InvocationContext, KafkaEventRecord, KinesisEventRecord } from './events'
import type { Log } from './log'
import { MessageWorker } from './messages'
import { writeMetrics } from './metrics'
import { type HandlerOptions, type Surroundings, surroundingsOf } from './options'
import { Outbox } from './outbox'
import { storeProducers } from './producers'
import { byShard, holdsAggregate, kafkaGroups, positionText, type SourceGroup, shardGroup, type Unpacking } from './records'
import { inherit, Shards } from './shards'
import { StreamShuffleLog } from './shuffle-log'
import { TableStateStore } from './state-store'
import { validUtf8 } from './valid-utf8'
import { type GroupResult, PartitionWorkers } from './workers'

/** Where events come from. `kinesis`: also with enhanced fan-out; `kafka`: MSK and self-managed. */
export type EventSourceKind = 'kinesis' | 'kafka' | 'sqs' | 'dynamodb'

export interface ProcessOptions extends HandlerOptions {
  /** @default 'kinesis' */
  readonly source?: EventSourceKind
  /** Whether records that begin like gzip are unpacked. @default true, but for Avro without Confluent's header, whose records may begin like that */
  readonly gzip?: boolean
  /**
   * The Kinesis partition key that producers give an event, from the text of the source's partition-key field; by it state is divided when a shard is split. The text is the
   * value as it stands in a row's JSON, without quotes (docs/aws.md, "Partition key"). @default the text itself
   */
  readonly partitionKeyOf?: (keyText: string) => string
  readonly clients?: Pick<Clients, 'table' | 'bucket' | 'events' | 'shuffle'>
}

/** A Lambda handler of events in batches. */
export type BatchHandler = (event: BatchEvent, context: InvocationContext) => Promise<BatchResponse>

/**
 * The handler that processes events, as `createHandler` makes it of a definition: each record once in effect, whatever fails or is handed over again. Records that can't be read are dead letters; only what could not
 * be stored is reported as failed, from the first such record of a shard on. Of Kafka the whole batch is asked for again by an error, since a partial answer means something
 * only to mappings in provisioned mode (https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html), and what was processed is skipped.
 *
 * @throws EnvironmentError where the function's environment is not complete; RangeError for a source that can't feed the definition.
 */
export function processHandler(compiled: Compiled, options: ProcessOptions = {}): BatchHandler {
  const source = options.source ?? 'kinesis'
  checkSource(compiled, source)
  const surroundings = surroundingsOf(options)
  const process = new Process(compiled, source, options, surroundings)
  return (event, context) => process.handle(event, context)
}

const isMerged = (output: Compiled['outputs'][number]) => output.kind === 'windowed' && output.partitionKey === null

function checkSource({ name, outputs }: Compiled, source: EventSourceKind): void {
  if (source === 'kinesis') return
  const refused = outputs.filter(output => (source === 'kafka' ? isMerged(output) : output.kind === 'windowed'))
  if (refused.length === 0) return
  const names = refused.map(output => `'${output.name}'`).join(', ')
  if (source === 'kafka')
    throw new RangeError(
      `pipeline '${name}' has windows that are merged over partitions (${names}), for which this handler knows the shards of Kinesis, not the partitions of Kafka; ` +
        "send the events through Kinesis, or group by the source's partitionKey",
    )
  const reason = source === 'sqs' ? 'a queue delivers without order' : "an event of a DynamoDB stream doesn't say its shard"
  throw new RangeError(
    `pipeline '${name}' has windows (${names}), which need ordered partitions with names, but ${reason}; send the events through Kinesis ` +
      '(a DynamoDB table can feed a Kinesis stream), or make outputs without windows only',
  )
}

class Process {
  private readonly clients: Pick<Clients, 'table' | 'bucket' | 'events' | 'shuffle'>
  private readonly isMerged: boolean
  private readonly unpacking: Unpacking
  private readonly store: TableStateStore
  private readonly outbox: Outbox
  private readonly shards: Shards | null
  private readonly workers: PartitionWorkers
  private readonly messages: MessageWorker
  private readonly shuffle: StreamShuffleLog | null

  constructor(
    private readonly compiled: Compiled,
    private readonly source: EventSourceKind,
    private readonly options: ProcessOptions,
    private readonly surroundings: Surroundings,
  ) {
    const { variables, now } = surroundings
    this.isMerged = compiled.outputs.some(isMerged)
    const environment = readEnvironment(
      [
        'stateTable',
        'lakeBucket',
        ...(source === 'kinesis' ? (['streamName'] as const) : []),
        ...(this.isMerged ? (['shuffleStreamName', 'mergePartitions'] as const) : []),
      ],
      variables,
    )
    this.clients = options.clients ?? lambdaClients(environment)
    const { table, bucket, events, shuffle } = this.clients
    const { format, maxRecordBytes } = compiled.source
    this.unpacking = { maxRecordBytes, gzip: options.gzip ?? format !== 'avro' }
    this.store = new TableStateStore({ table, bucket, now, newId: randomUUID })
    this.outbox = new Outbox({
      store: this.store,
      bucket,
      now,
      newId: randomUUID,
      ...(source === 'kinesis' && { positionText }),
    })
    this.shards = source === 'kinesis' && events ? new Shards(events) : null
    this.shuffle =
      this.isMerged && shuffle ? new StreamShuffleLog({ stream: shuffle, partitions: Number(environment.mergePartitions), wait }) : null
    const open = this.open
    this.workers = new PartitionWorkers({ store: this.store, outbox: this.outbox, open, elapsed: () => performance.now() })
    this.messages = new MessageWorker({ compiled, outbox: this.outbox, table, unpacking: this.unpacking, now })
  }

  async handle(event: BatchEvent, context: InvocationContext): Promise<BatchResponse> {
    const log = this.surroundings.log.with({ pipeline: this.compiled.name, requestId: context.awsRequestId })
    if ('records' in event) return this.handleKafka(event.records, context, log)
    const { Records: records } = event
    if (records.length === 0) return { batchItemFailures: [] }
    checkRecords(records, this.source)
    if (this.source === 'sqs' || this.source === 'dynamodb')
      return this.messages.handle(records as Parameters<MessageWorker['handle']>[0], new Deadline(context), log)
    return this.handleKinesis(records as readonly KinesisEventRecord[], context, log)
  }

  private async handleKinesis(records: readonly KinesisEventRecord[], context: InvocationContext, log: Log): Promise<BatchResponse> {
    const deadline = new Deadline(context)
    const failures: { itemIdentifier: string }[] = []
    for (const [shardId, ofShard] of byShard(records)) {
      const shardLog = log.with({ partition: shardId })
      const group = await this.shardGroup(shardId, ofShard, shardLog)
      const failedFrom = group === undefined ? ofShard[0].kinesis.sequenceNumber : await this.process(group, deadline, context, shardLog)
      if (failedFrom !== undefined) failures.push({ itemIdentifier: failedFrom })
    }
    return { batchItemFailures: failures }
  }

  /** Undefined where the stream's shards can't be listed now. */
  private async shardGroup(shardId: string, records: readonly KinesisEventRecord[], log: Log): Promise<SourceGroup | undefined> {
    try {
      const range = records.some(holdsAggregate) ? await this.shards?.get(shardId) : undefined
      return shardGroup(shardId, records, this.unpacking, range)
    } catch (error) {
      log.fail('the records were not processed, and are handed over again', error)
      return undefined
    }
  }

  private async handleKafka(
    partitions: Readonly<Record<string, readonly KafkaEventRecord[]>>,
    context: InvocationContext,
    log: Log,
  ): Promise<BatchResponse> {
    if (this.source !== 'kafka') throw foreignEvent('Kafka', this.source)
    const deadline = new Deadline(context)
    const failed: string[] = []
    for (const group of kafkaGroups(partitions, this.unpacking)) {
      const failedFrom = await this.process(group, deadline, context, log.with({ partition: group.partition }))
      if (failedFrom !== undefined) failed.push(`${group.partition} from offset ${failedFrom}`)
    }
    if (failed.length > 0) throw new Error(`not all records were processed (${failed.join(', ')}): the batch must be handed over again`)
    return { batchItemFailures: [] }
  }

  private async process(group: SourceGroup, deadline: Deadline, context: InvocationContext, log: Log): Promise<string | undefined> {
    const result: GroupResult = await this.workers.process(group, deadline, log)
    const { now, writeLine } = this.surroundings
    const members = { Pipeline: this.compiled.name, Partition: group.partition, RequestId: context.awsRequestId }
    writeMetrics(writeLine, now(), context.functionName, result.metrics.total(now(), result.lastArrival), members)
    log.say('debug', 'processed', { version: this.store.knownVersion(group.partition) })
    return result.failedFrom
  }

  private readonly open = (partition: string, index: number, isListed = true) => {
    const { compiled, outbox, shards, shuffle } = this
    return partitionProcessorOf({
      compiled,
      partition,
      index,
      partitions: 'many',
      ports: { ...outbox.ports, ...(shuffle && { shuffle }) },
      validUtf8,
      ...(shards && isListed && { inherit: () => this.inherit(partition, shards) }),
    })
  }

  /** Asked where a shard has no checkpoint. */
  private async inherit(shardId: string, shards: Shards): Promise<Awaited<ReturnType<typeof inherit>>> {
    await shards.get(shardId)
    const producers = this.isMerged ? await storeProducers(this.clients.table, shards) : []
    const { partitionKeyOf = (keyText: string) => keyText } = this.options
    return inherit(shardId, { shards, store: this.store, open: this.open, partitionKeyOf, producers })
  }
}

function checkRecords(records: readonly { readonly eventSource: string }[], source: EventSourceKind): void {
  const foreign = records.find(record => record.eventSource !== `aws:${source}`)
  if (foreign !== undefined) throw foreignEvent(foreign.eventSource, source)
}

const foreignEvent = (got: string, source: EventSourceKind) =>
  new Error(`got an event of ${got}, but this handler was made for ${source}; give createHandler the option 'source'`)
