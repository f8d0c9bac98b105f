/** What an event costs in the handler of one shard, with storage in memory: `tsx shard.ts <events.jsonl>`; prints JSON. */
import { readFileSync } from 'node:fs'
import { createHandler } from '../../processors/aws-lambda'
import { MemoryBucket } from '../../test/processors/aws-lambda/support/memory-bucket'
import { MemoryStream } from '../../test/processors/aws-lambda/support/memory-stream'
import { MemoryTable } from '../../test/processors/aws-lambda/support/memory-table'
import { activity } from '../definition'
import { VARIABLES } from './variables'

const BATCH = 1000
const STREAM = 'arn:aws:kinesis:eu-west-1:000000000000:stream/events'

async function main(file: string): Promise<void> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const stream = new MemoryStream(1)
  const [{ id: shard }] = stream.all
  const handler = createHandler(activity, {
    variables: VARIABLES,
    writeLine: () => {},
    clients: { table: new MemoryTable(), bucket: new MemoryBucket(), events: stream },
  })
  const context = { functionName: 'bench', awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 }
  // As Lambda's runtime gives them: parsed.
  const batches = Array.from({ length: Math.ceil(lines.length / BATCH) }, (_, batch) => ({
    Records: lines.slice(batch * BATCH, (batch + 1) * BATCH).map((line, index) => record(shard, batch * BATCH + index, line)),
  }))
  const warmUp = batches.length >> 1
  for (const batch of batches.slice(0, warmUp)) await handler(batch, context)
  const before = process.cpuUsage()
  for (const batch of batches.slice(warmUp)) {
    const { batchItemFailures } = await handler(batch, context)
    if (batchItemFailures.length > 0) throw new Error('the handler reported failures')
  }
  const { user, system } = process.cpuUsage(before)
  const events = lines.length - warmUp * BATCH
  process.stdout.write(JSON.stringify({ events, nsPerEvent: ((user + system) * 1000) / events }))
}

function record(shard: string, index: number, line: string) {
  const sequenceNumber = String(index + 1)
  return {
    eventID: `${shard}:${sequenceNumber}`,
    eventSource: 'aws:kinesis',
    eventSourceARN: STREAM,
    kinesis: {
      partitionKey: 'key',
      sequenceNumber,
      data: Buffer.from(line, 'utf8').toString('base64'),
      approximateArrivalTimestamp: 1_700_000_000,
    },
  } as const
}

main(process.argv[2] ?? '').catch(error => {
  console.error(error)
  process.exitCode = 1
})
