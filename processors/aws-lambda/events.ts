/** A record of a Kinesis event, as far as it is read here; the same for enhanced fan-out. Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export interface KinesisEventRecord {
  readonly eventSource: 'aws:kinesis'
  /** `<shard id>:<sequence number>` */
  readonly eventID: string
  readonly kinesis: {
    readonly partitionKey: string
    readonly sequenceNumber: string
    /** Base64. */
    readonly data: string
    /** Epoch seconds with fractions. */
    readonly approximateArrivalTimestamp: number
  }
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export interface DynamoEventRecord {
  readonly eventSource: 'aws:dynamodb'
  readonly eventID: string
  readonly eventName: string
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime?: number
    readonly NewImage?: Readonly<Record<string, unknown>>
    readonly SequenceNumber: string
  }
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface QueueEventRecord {
  readonly eventSource: 'aws:sqs'
  readonly messageId: string
  readonly body: string
  readonly attributes: { readonly SentTimestamp: string }
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html */
export interface KafkaEventRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Epoch ms. */
  readonly timestamp: number
  /** Base64; absent or null for a tombstone. */
  readonly value?: string | null
}

/** What Lambda hands over; anything else is refused. */
export type BatchEvent =
  | { readonly Records: readonly (KinesisEventRecord | DynamoEventRecord | QueueEventRecord)[] }
  | { readonly eventSource: 'aws:kafka' | 'SelfManagedKafka'; readonly records: Readonly<Record<string, readonly KafkaEventRecord[]>> }

/** What Lambda tells about an invocation, as far as it is read here. */
export interface InvocationContext {
  readonly awsRequestId: string
  readonly functionName: string
  getRemainingTimeInMillis(): number
}

/**
 * Which records Lambda must hand over again; of a stream the one with the lowest sequence number and all after it. Empty: none.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}
