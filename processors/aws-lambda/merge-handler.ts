import { randomUUID } from 'node:crypto'
import { type CompiledMerge, mergePartitionName, mergeProcessorOf } from '../../runtime'
import { StateError } from '../../windowing'
import { type Clients, lambdaClients } from './aws-clients'
import { Deadline } from './deadline'
import { readEnvironment } from './environment'
import type { BatchEvent, BatchResponse, InvocationContext, KinesisEventRecord } from './events'
import type { BatchHandler } from './handler'
import type { Log } from './log'
import { writeMetrics } from './metrics'
import { type HandlerOptions, type Surroundings, surroundingsOf } from './options'
import { Outbox } from './outbox'
import { readProducers } from './producers'
import { bytesOf, grouped, positionOf, positionText, type SourceGroup } from './records'
import { TableStateStore } from './state-store'
import { PartitionWorkers } from './workers'

export interface MergeOptions extends HandlerOptions {
  readonly clients?: Pick<Clients, 'table' | 'bucket'>
}

/** What a definition is for its merges. */
export interface CompiledMerges {
  readonly name: string
  readonly outputs: readonly CompiledMerge[]
}

/**
 * The handler that merges the partial rows of all shards: reads the shuffle stream, of which a shard holds messages of several merge partitions.
 * @throws EnvironmentError where the function's environment is not complete.
 */
export function mergeHandler(compiled: CompiledMerges, options: MergeOptions = {}): BatchHandler {
  const merge = new Merge(compiled, options, surroundingsOf(options))
  return (event, context) => merge.handle(event, context)
}

class Merge {
  private readonly clients: Pick<Clients, 'table' | 'bucket'>
  private readonly mergePartitions: number
  private readonly store: TableStateStore
  private readonly workers: PartitionWorkers
  private readonly outbox: Outbox
  private producers: readonly number[] = []

  constructor(
    private readonly compiled: CompiledMerges,
    options: MergeOptions,
    private readonly surroundings: Surroundings,
  ) {
    const { variables, now } = surroundings
    const environment = readEnvironment(['stateTable', 'lakeBucket', 'mergePartitions'], variables)
    this.clients = options.clients ?? lambdaClients(environment)
    this.mergePartitions = Number(environment.mergePartitions)
    const { table, bucket } = this.clients
    this.store = new TableStateStore({ table, bucket, now, newId: randomUUID })
    this.outbox = new Outbox({ store: this.store, bucket, now, newId: randomUUID, positionText })
    this.workers = new PartitionWorkers({ store: this.store, outbox: this.outbox, open: this.open, elapsed: () => performance.now() })
  }

  async handle(event: BatchEvent, context: InvocationContext): Promise<BatchResponse> {
    const log = this.surroundings.log.with({ pipeline: this.compiled.name, requestId: context.awsRequestId })
    const deadline = new Deadline(context)
    const failures: { itemIdentifier: string }[] = []
    for (const [name, records] of grouped(recordsOf(event), record => record.kinesis.partitionKey)) {
      const failedFrom = await this.process(name, records, deadline, context, log.with({ partition: name }))
      if (failedFrom !== undefined) failures.push({ itemIdentifier: failedFrom })
    }
    return { batchItemFailures: failures }
  }

  private async process(
    name: string,
    records: readonly KinesisEventRecord[],
    deadline: Deadline,
    context: InvocationContext,
    log: Log,
  ): Promise<string | undefined> {
    const firstId = records[0].kinesis.sequenceNumber
    let group: SourceGroup
    try {
      group = this.group(name, records)
      if (this.producers.length === 0) this.producers = await readProducers(this.clients.table)
    } catch (error) {
      log.fail('the messages were not merged, and are handed over again', error, { from: firstId })
      return firstId
    }
    const result = await this.workers.process(group, deadline, log)
    const { now, writeLine } = this.surroundings
    const members = { Pipeline: this.compiled.name, Partition: name, RequestId: context.awsRequestId }
    writeMetrics(writeLine, now(), context.functionName, result.metrics.total(now(), result.lastArrival), members)
    return result.failedFrom
  }

  /** The partition key of a message is its merge partition's name. */
  private group(name: string, events: readonly KinesisEventRecord[]): SourceGroup {
    const index = partitionOf(name)
    if (index >= this.mergePartitions)
      throw new StateError(
        `the shuffle stream has messages of merge partition '${name}', but STREAMBED_MERGE_PARTITIONS is ${this.mergePartitions}: the number is fixed for the life ` +
          "of the pipeline's state, and the same for the functions process and merge",
      )
    return {
      partition: name,
      index,
      firstId: events[0].kinesis.sequenceNumber,
      *records() {
        for (const { kinesis } of events) {
          const arrivalTime = Math.round(kinesis.approximateArrivalTimestamp * 1000)
          yield {
            id: kinesis.sequenceNumber,
            record: { position: positionOf(kinesis.sequenceNumber), arrivalTime, bytes: bytesOf(kinesis.data) },
          }
        }
      },
    }
  }

  private readonly open = (name: string, partition: number) => {
    const output = name.slice(0, name.length - mergePartitionName('', partition).length)
    return mergeProcessorOf({
      outputs: this.compiled.outputs,
      output,
      partition,
      producers: this.producers,
      ports: this.outbox.ports,
    })
  }
}

function recordsOf(event: BatchEvent): readonly KinesisEventRecord[] {
  if ('records' in event) throw new Error('got an event of Kafka; the merge reads the shuffle stream, which is of Kinesis')
  return event.Records.map(record => {
    if (record.eventSource === 'aws:kinesis') return record
    throw new Error(`got an event of ${record.eventSource}; the merge reads the shuffle stream, which is of Kinesis`)
  })
}

/** The number in a merge partition's name. */
function partitionOf(name: string): number {
  const digits = /(\d+)$/.exec(name)?.[1] ?? ''
  if (digits !== '' && name.endsWith(mergePartitionName('', Number(digits)))) return Number(digits)
  throw new StateError(
    `the shuffle stream has a record with the partition key '${name}', which no merge partition has; nobody else may write to this stream`,
  )
}
