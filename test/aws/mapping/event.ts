import type { KinesisStreamEvent } from 'aws-lambda'
import type { StreamRecord } from './ports'

/** The event of a batch. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#kinesis-polling-and-batching, "Example event" */
export function kinesisEvent(streamArn: string, shard: string, records: readonly StreamRecord[]): KinesisStreamEvent {
  const [, , , region = '', account = ''] = streamArn.split(':')
  return {
    Records: records.map(({ sequenceNumber, partitionKey, data, arrivalTime }) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey,
        sequenceNumber,
        data: Buffer.from(data).toString('base64'),
        approximateArrivalTimestamp: arrivalTime / 1000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shard}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: `arn:aws:iam::${account}:role/mapping`,
      awsRegion: region,
      eventSourceARN: streamArn,
    })),
  }
}

/** What an event's record adds to its data, about. */
const RECORD_BYTES = 500

/** The bytes of a record in an event. */
export const eventBytes = ({ data, partitionKey }: StreamRecord) => Math.ceil(data.length / 3) * 4 + partitionKey.length + RECORD_BYTES
