import type { Compiled } from '../../runtime'
import type { Clients } from './aws-clients'
import type { BatchEvent, BatchResponse, InvocationContext } from './events'
import type { HandlerOptions } from './options'

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

/** Makes the handler of one source of events, of what was compiled from a definition. */
export type HandlerFactory = (compiled: Compiled, options?: Omit<ProcessOptions, 'source'>) => BatchHandler

/** @throws Error for records of another source. */
export function checkRecords(records: readonly { readonly eventSource: string }[], source: EventSourceKind): void {
  const foreign = records.find(record => record.eventSource !== `aws:${source}`)
  if (foreign !== undefined) throw foreignEvent(foreign.eventSource, source)
}

export const foreignEvent = (got: string, source: EventSourceKind) =>
  new Error(`got an event of ${got}, but this handler was made for ${source}; give createHandler the option 'source'`)

/** Whether an output's windows are merged over partitions. */
export const isMerged = (output: Compiled['outputs'][number]) => output.kind === 'windowed' && output.partitionKey === null
