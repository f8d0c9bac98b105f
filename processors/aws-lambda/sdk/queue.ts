import type { QueueClient } from '../clients/queue'
import { lazily } from './lazily'

/** An SQS queue by AWS's SDK. */
export function sdkQueue(url: string): QueueClient {
  const sqs = lazily(() => import('@aws-sdk/client-sqs').then(sdk => ({ sdk, client: new sdk.SQSClient({}) })))
  return {
    async send(body) {
      const { sdk, client } = await sqs()
      await client.send(new sdk.SendMessageCommand({ QueueUrl: url, MessageBody: body }))
    },
  }
}
