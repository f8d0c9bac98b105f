import type { BatchHandler } from '../../../../processors/aws-lambda'
import type { KinesisEventRecord } from '../../../../processors/aws-lambda/events'
import type { MemoryStream } from './memory-stream'
import { context } from './world'

export interface DeliverOptions {
  readonly batchSize: number
  readonly remainingMs?: number
}

/** Hands a stream's records to a handler once, shard by shard, parents first; what is reported as failed comes again. Gives the number of invocations. */
export async function deliver(stream: MemoryStream, handler: BatchHandler, { batchSize, remainingMs }: DeliverOptions): Promise<number> {
  let invocations = 0
  for (const shard of stream.all) {
    const records = stream.records(shard.id)
    for (let from = 0; from < records.length; ) {
      const batch = records.slice(from, from + batchSize)
      const { batchItemFailures } = await handler({ Records: batch }, context(remainingMs))
      if (++invocations > 10_000) throw new Error('the handler makes no progress')
      from += firstFailed(batch, batchItemFailures)
    }
  }
  return invocations
}

/** How many records of the batch are done: up to the failure with the lowest sequence number. */
export function firstFailed(batch: readonly KinesisEventRecord[], failures: readonly { readonly itemIdentifier: string }[]): number {
  const failed = failures.map(({ itemIdentifier }) => batch.findIndex(record => record.kinesis.sequenceNumber === itemIdentifier))
  if (failed.includes(-1)) throw new Error('the handler reports a record that was not in the batch')
  return Math.min(batch.length, ...failed)
}
