import { Agent } from 'node:https'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { Emulator } from './emulator'
import { REGION } from './names'

export interface Clients {
  readonly dynamodb: DynamoDBClient
  readonly kinesis: KinesisClient
  readonly lambda: LambdaClient
  readonly s3: S3Client
  readonly sqs: SQSClient
  close(): void
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const ROOT: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** Clients of an emulator, by default with its root's rights. */
export function connect(emulator: Pick<Emulator, 'endpoint' | 'certificate'>, credentials: Credentials = ROOT): Clients {
  const common = {
    endpoint: emulator.endpoint,
    region: REGION,
    credentials,
    requestHandler: { httpsAgent: new Agent({ ca: emulator.certificate, keepAlive: true, maxSockets: 50 }) },
  }
  const sqs = new SQSClient(common)
  // The client of Kinesis speaks HTTP/2 by default, on which the emulator breaks sessions off; another client's handler speaks HTTP/1.1.
  const kinesis = new KinesisClient({ ...common, requestHandler: sqs.config.requestHandler })
  const dynamodb = new DynamoDBClient(common)
  // Throttled invocations are seen, not hidden by retries.
  const lambda = new LambdaClient({ ...common, maxAttempts: 1 })
  const s3 = new S3Client({ ...common, forcePathStyle: true })
  const close = () => {
    for (const client of [dynamodb, kinesis, lambda, s3, sqs]) client.destroy()
  }
  return { dynamodb, kinesis, lambda, s3, sqs, close }
}
