import type { Definition } from '../../../../pipeline'
import type {
  BatchHandler,
  InvocationContext,
  MergeOptions,
  PipelineOrDefinition,
  ProcessOptions,
  PublishOptions,
  ScheduledHandler,
} from '../../../../processors/aws-lambda'
import { createHandler, createMergeHandler, createPublishHandler, createTickHandler } from '../../../../processors/aws-lambda'
import { type Faults, NO_FAULTS, withFaults } from './faults'
import { MemoryBucket } from './memory-bucket'
import { MemoryQueue } from './memory-queue'
import { MemoryStream } from './memory-stream'
import { MemoryTable } from './memory-table'

export const VARIABLES = {
  STREAMBED_STATE_TABLE: 'state',
  STREAMBED_LAKE_BUCKET: 'lake',
  STREAMBED_STREAM_NAME: 'events',
  STREAMBED_SHUFFLE_STREAM_NAME: 'shuffle',
  STREAMBED_MERGE_PARTITIONS: '3',
  STREAMBED_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/dead-letters',
} as const

/** What makes a pipeline's functions. */
export interface Functions {
  readonly process: (options: ProcessOptions) => BatchHandler
  readonly merge: (options: MergeOptions) => BatchHandler
  readonly publish: (options: PublishOptions) => ScheduledHandler
}

export const functionsOf = (pipeline: PipelineOrDefinition): Functions => ({
  process: options => createHandler(pipeline, options),
  merge: options => createMergeHandler(pipeline, options),
  publish: options => createPublishHandler(pipeline, options),
})

/** What a deployed pipeline has, in memory, and the functions on it. */
export class World {
  readonly table = new MemoryTable()
  readonly bucket = new MemoryBucket()
  readonly queue = new MemoryQueue()
  readonly shuffle: MemoryStream
  readonly lines: string[] = []
  private faults: Faults = NO_FAULTS
  now = Date.UTC(2026, 0, 2, 0, 0, 10)

  constructor(
    readonly pipeline: PipelineOrDefinition,
    readonly events: MemoryStream = new MemoryStream(1),
    shuffle: MemoryStream = new MemoryStream(2),
    private readonly functions: Functions = functionsOf(pipeline),
  ) {
    this.shuffle = shuffle
  }

  /** The same world, seen by a process whose calls fail. */
  withFaults(faults: Faults): World {
    const seen: World = Object.create(this)
    seen.faults = faults
    return seen
  }

  /** A cold start. */
  process(options: Partial<ProcessOptions> = {}): BatchHandler {
    const { table, bucket } = this.clients
    const clients = { table, bucket, events: this.stream('events', this.events), shuffle: this.stream('shuffle', this.shuffle) }
    return this.functions.process({ ...this.surroundings, clients, ...options })
  }

  merge(): BatchHandler {
    return this.functions.merge({ ...this.surroundings, clients: this.clients })
  }

  publish(mostPlanBytes?: number): ScheduledHandler {
    return this.functions.publish({
      ...this.surroundings,
      clients: this.clients,
      ...(mostPlanBytes !== undefined && { mostPlanBytes }),
    })
  }

  tick(): ScheduledHandler {
    const { table, bucket } = this.clients
    return createTickHandler(this.pipeline, {
      ...this.surroundings,
      clients: { table, bucket, events: this.stream('events', this.events) },
    })
  }

  get definition(): Definition {
    return 'definition' in this.pipeline ? this.pipeline.definition : this.pipeline
  }

  get errors(): readonly { readonly level: string; readonly message: string; readonly problem?: string }[] {
    return this.lines.map(line => JSON.parse(line)).filter(line => line.level === 'error')
  }

  private get clients() {
    return {
      table: withFaults('table', this.table, this.faults),
      bucket: withFaults('bucket', this.bucket, this.faults),
      queue: withFaults('queue', this.queue, this.faults),
    }
  }

  private stream(name: string, stream: MemoryStream): MemoryStream {
    return withFaults(name, stream, this.faults)
  }

  private get surroundings() {
    return { variables: VARIABLES, now: () => this.now, writeLine: (line: string) => this.lines.push(line) }
  }
}

/** An invocation with time enough. */
export const context = (remainingMs = 60_000): InvocationContext => ({
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e812345678',
  functionName: 'wiki-process',
  getRemainingTimeInMillis: () => remainingMs,
})
