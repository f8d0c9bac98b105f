import type { StreamRecord } from './ports'

/** Why records were discarded. The documentation shows the first one only; the second one's name was seen in documents of AWS. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded'

export interface Discard {
  readonly condition: DiscardCondition
  readonly functionArn: string
  readonly streamArn: string
  readonly shard: string
  readonly records: readonly StreamRecord[]
  readonly invocations: number
  readonly error: string
  /** Epoch ms. */
  readonly now: number
}

/** The document of an on-failure destination: where the records are, not the records. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
export function failureDocument({ condition, functionArn, streamArn, shard, records, invocations, error, now }: Discard) {
  const [first, last] = [records[0], records[records.length - 1]]
  const time = (epochMs: number) => new Date(epochMs).toISOString()
  return {
    requestContext: { requestId: `${shard}:${first.sequenceNumber}`, functionArn, condition, approximateInvokeCount: invocations },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: error },
    version: '1.0',
    timestamp: time(now),
    KinesisBatchInfo: {
      shardId: shard,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: time(first.arrivalTime),
      approximateArrivalOfLastRecord: time(last.arrivalTime),
      batchSize: records.length,
      streamArn,
    },
  }
}
