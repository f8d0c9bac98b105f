import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'

const FILE = resolve(__dirname, '../../../examples/posts/data/posts.jsonl.gz')
const MOST_RECORDS = 500

/** What a producer sends. */
export interface Sent {
  readonly partitionKey: string
  readonly bytes: Uint8Array
}

/** The first lines of the example's data, some of which are bad, with poison among them; each with the partition key that producers would give it: the post's id. */
export function postEvents(count: number): readonly Sent[] {
  const lines = gunzipSync(readFileSync(FILE)).toString('utf8').split('\n').filter(Boolean).slice(0, count)
  return lines.flatMap((line, index) => (index % 997 === 500 ? [poison(index), eventOf(line)] : [eventOf(line)]))
}

export function eventOf(line: string): Sent {
  const id = /"id"\s*:\s*"([^"]+)"/.exec(line)?.[1]
  return { partitionKey: id ?? 'no id', bytes: Buffer.from(line, 'utf8') }
}

const POISON: readonly Uint8Array[] = [
  Buffer.from('not json'),
  Uint8Array.of(0xff, 0xfe, 0x00, 0x0a),
  new Uint8Array(1),
  Buffer.from('{"id":"p","createdAt":"yesterday"}'),
  Buffer.from('[]'),
]

const poison = (index: number): Sent => ({ partitionKey: `poison ${index}`, bytes: POISON[index % POISON.length] })

/** Puts records in order. */
export async function send(kinesis: KinesisClient, streamName: string, events: readonly Sent[]): Promise<void> {
  for (let from = 0; from < events.length; from += MOST_RECORDS) {
    const Records = events.slice(from, from + MOST_RECORDS).map(({ partitionKey, bytes }) => ({ PartitionKey: partitionKey, Data: bytes }))
    const { FailedRecordCount = 0 } = await kinesis.send(new PutRecordsCommand({ StreamName: streamName, Records }))
    if (FailedRecordCount > 0) throw new Error(`the stream refused ${FailedRecordCount} of ${Records.length} records`)
  }
}
