/** The ports' contracts with AWS's SDK on the emulator, whose environment `e2e/main.ts` gives; Jest's own list leaves this file out. */
import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { sdkBucket } from '../../processors/aws-lambda/sdk/bucket'
import { lazily } from '../../processors/aws-lambda/sdk/lazily'
import { sdkStream } from '../../processors/aws-lambda/sdk/stream'
import { sdkTable } from '../../processors/aws-lambda/sdk/table'
import { awsContracts } from '../processors/aws-lambda/contracts/aws'
import { KinesisStream } from './mapping'

const SHARDS = 2

// Over HTTP/2, which this client speaks by default, the emulator breaks sessions off.
jest.mock('@aws-sdk/client-kinesis', () => {
  const sdk = jest.requireActual('@aws-sdk/client-kinesis')
  const { NodeHttpHandler } = jest.requireActual('@smithy/node-http-handler')
  class Http1Client extends sdk.KinesisClient {
    constructor(configuration: object) {
      super({ requestHandler: new NodeHttpHandler(), ...configuration })
    }
  }
  return { ...sdk, KinesisClient: Http1Client }
})

async function createTable(name: string): Promise<void> {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType })
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute('pk'), attribute('sk')],
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
    }),
  )
}

/** Gives the stream's ARN. */
async function createStream(name: string): Promise<string> {
  const kinesis = new KinesisClient({})
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: SHARDS }))
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }))
  return StreamDescriptionSummary?.StreamARN ?? ''
}

/** The client, before whose first call the resource is made. */
function after<T extends object>(ready: () => Promise<unknown>, client: T): T {
  return new Proxy(client, {
    get:
      (target, name) =>
      async (...given: readonly unknown[]) => {
        await ready()
        const method: (...given: readonly unknown[]) => unknown = Reflect.get<object, PropertyKey>(target, name)
        return Reflect.apply(method, target, given)
      },
  })
}

awsContracts('emulated', () => {
  const name = `contract-${randomUUID()}`
  const stream = lazily(() => createStream(name))
  return {
    table: after(
      lazily(() => createTable(name)),
      sdkTable(name),
    ),
    bucket: after(
      lazily(() => new S3Client({}).send(new CreateBucketCommand({ Bucket: name }))),
      sdkBucket(name),
    ),
    stream: after(stream, sdkStream(name)),
    readStream: async () => {
      const kinesis = new KinesisStream(await stream(), new KinesisClient({}))
      const records = await Promise.all((await kinesis.shards()).map(({ id }) => kinesis.read(id, null, 10_000)))
      return records.flatMap(read => read.records)
    },
  }
})
