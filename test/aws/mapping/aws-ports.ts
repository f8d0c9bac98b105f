import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis'
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { FailureDestination, Invocation, Shard, Stream, StreamRecord, TargetFunction } from './ports'

/** A stream of Kinesis through its API. */
export class KinesisStream implements Stream {
  /** Where the last read of a shard ended, and what continues there. */
  private readonly iterators = new Map<string, { readonly after: string | null; readonly iterator: string }>()

  constructor(
    readonly arn: string,
    private readonly kinesis: KinesisClient,
  ) {}

  async shards(): Promise<readonly Shard[]> {
    const { Shards = [], NextToken } = await this.kinesis.send(new ListShardsCommand({ StreamARN: this.arn }))
    if (NextToken !== undefined) throw new Error(`${this.arn} has more shards than one answer holds; this reads one`)
    return Shards.map(({ ShardId = '', ParentShardId, AdjacentParentShardId }) => ({
      id: ShardId,
      parents: [ParentShardId, AdjacentParentShardId].filter(parent => parent !== undefined),
    }))
  }

  async read(
    shard: string,
    after: string | null,
    limit: number,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly isEnd: boolean }> {
    const known = this.iterators.get(shard)
    const iterator = known !== undefined && known.after === after ? known.iterator : await this.iteratorBehind(shard, after)
    const { Records = [], NextShardIterator } = await this.kinesis.send(
      new GetRecordsCommand({ StreamARN: this.arn, ShardIterator: iterator, Limit: limit }),
    )
    const records = Records.map(({ SequenceNumber = '', PartitionKey = '', Data = new Uint8Array(), ApproximateArrivalTimestamp }) => ({
      sequenceNumber: SequenceNumber,
      partitionKey: PartitionKey,
      data: Data,
      arrivalTime: ApproximateArrivalTimestamp?.getTime() ?? Number.NaN,
    }))
    const last = records.length === 0 ? after : records[records.length - 1].sequenceNumber
    if (NextShardIterator === undefined) this.iterators.delete(shard)
    else this.iterators.set(shard, { after: last, iterator: NextShardIterator })
    return { records, isEnd: NextShardIterator === undefined }
  }

  private async iteratorBehind(shard: string, after: string | null): Promise<string> {
    const position =
      after === null
        ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
        : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: after } as const)
    const { ShardIterator } = await this.kinesis.send(new GetShardIteratorCommand({ StreamARN: this.arn, ShardId: shard, ...position }))
    if (ShardIterator === undefined) throw new Error(`Kinesis gave no iterator of ${shard}`)
    return ShardIterator
  }
}

/** A function of Lambda through its API, called as mappings call it: synchronously. */
export class LambdaFunction implements TargetFunction {
  constructor(
    readonly arn: string,
    private readonly lambda: LambdaClient,
  ) {}

  async invoke(event: unknown): Promise<Invocation> {
    try {
      const { FunctionError, Payload } = await this.lambda.send(
        new InvokeCommand({ FunctionName: this.arn, Payload: JSON.stringify(event) }),
      )
      const text = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8')
      return FunctionError === undefined
        ? { kind: 'returned', answer: text === '' ? null : JSON.parse(text) }
        : { kind: 'failed', error: `${FunctionError}: ${text}` }
    } catch (error) {
      return { kind: 'not-called', error: String(error) }
    }
  }
}

/** A queue as on-failure destination. */
export function failureQueue(sqs: SQSClient, queueUrl: string): FailureDestination {
  return async document => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(document) }))
  }
}
