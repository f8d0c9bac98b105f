/** Of an event source mapping, under the names and with the meanings of AWS. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html */
export interface MappingSettings {
  /** 1 to 10,000. */
  readonly batchSize: number
  readonly maximumBatchingWindowMs: number
  readonly bisectBatchOnFunctionError: boolean
  /** −1: until the records expire. */
  readonly maximumRetryAttempts: number
  /** −1: until the records expire. */
  readonly maximumRecordAgeSeconds: number
  readonly reportBatchItemFailures: boolean
}

/** What AWS doesn't let one set. */
export interface Pace {
  /** Between two reads of a shard that has nothing new; AWS reads each shard once a second. */
  readonly pollMs: number
  /** Before the first retry; doubles with each further one, up to a hundred times as much. */
  readonly backoffMs: number
}

/** An event has no more bytes. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching */
export const MOST_EVENT_BYTES = 6 * 1024 * 1024
