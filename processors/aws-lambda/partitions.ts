import { randomUUID } from 'node:crypto'
import type { Compiled, PartitionProcessor, ProcessorPorts } from '../../runtime'
import { type CompiledPartitionOptions, partitionProcessorOf } from '../../runtime'
import type { Clients } from './aws-clients'
import type { Deadline } from './deadline'
import type { InvocationContext } from './events'
import type { ProcessOptions } from './handler'
import type { Log } from './log'
import { writeMetrics } from './metrics'
import type { Surroundings } from './options'
import { Outbox, type OutboxOptions } from './outbox'
import type { SourceGroup, Unpacking } from './records'
import { TableStateStore } from './state-store'
import { validUtf8 } from './valid-utf8'
import { PartitionWorkers } from './workers'

/** How records of a definition's source may be packed. */
export function unpackingOf({ source: { format, maxRecordBytes } }: Compiled, { gzip }: Pick<ProcessOptions, 'gzip'>): Unpacking {
  return { maxRecordBytes, gzip: gzip ?? format !== 'avro' }
}

export interface PartitionsOptions extends Pick<OutboxOptions, 'positionText'> {
  readonly compiled: Compiled
  readonly clients: Pick<Clients, 'table' | 'bucket'>
  readonly surroundings: Surroundings
  readonly shuffle?: NonNullable<ProcessorPorts['shuffle']>
  /** What a partition without a checkpoint goes on from, see `CompiledPartitionOptions.inherit`; undefined: nothing. */
  readonly inherit?: (partition: string) => CompiledPartitionOptions['inherit']
}

/** The partitions of a log, each of which has a checkpoint. */
export class Partitions {
  readonly store: TableStateStore
  private readonly outbox: Outbox
  private readonly workers: PartitionWorkers

  constructor(private readonly options: PartitionsOptions) {
    const { clients, surroundings, positionText } = options
    const { table, bucket } = clients
    const { now } = surroundings
    this.store = new TableStateStore({ table, bucket, now, newId: randomUUID })
    this.outbox = new Outbox({ store: this.store, bucket, now, newId: randomUUID, ...(positionText && { positionText }) })
    const open = (partition: string, index: number) => this.open(partition, index)
    this.workers = new PartitionWorkers({ store: this.store, outbox: this.outbox, open, elapsed: () => performance.now() })
  }

  /** Processes a group of records of one partition. Gives the first that must be handed over again; undefined: none. */
  async process(group: SourceGroup, deadline: Deadline, context: InvocationContext, log: Log): Promise<string | undefined> {
    const result = await this.workers.process(group, deadline, log)
    const { compiled, surroundings } = this.options
    const members = { Pipeline: compiled.name, Partition: group.partition, RequestId: context.awsRequestId }
    const { now, writeLine } = surroundings
    writeMetrics(writeLine, now(), context.functionName, result.metrics.total(now(), result.lastArrival), members)
    log.say('debug', 'processed', { version: this.store.knownVersion(group.partition) })
    return result.failedFrom
  }

  /** A processor without state in memory. `isListed`: the log still has the partition, which may go on from others. */
  open(partition: string, index: number, isListed = true): PartitionProcessor {
    const { compiled, shuffle } = this.options
    const inherit = isListed ? this.options.inherit?.(partition) : undefined
    return partitionProcessorOf({
      compiled,
      partition,
      index,
      partitions: 'many',
      ports: { ...this.outbox.ports, ...(shuffle && { shuffle }) },
      validUtf8,
      ...(inherit && { inherit }),
    })
  }
}
