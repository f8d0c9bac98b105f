import { tickRecord } from '../../../processors/aws-lambda/tick-record'
import { MemoryStream } from '../../../test/processors/aws-lambda/support/memory-stream'
import type { ConformanceCase } from '../../case'
import { arrivalOf, bytesOf, isTick } from '../../records'

/** Kinesis stamps each record. Where a case's log has no arrival times this one, after which no event is (docs/semantics.md): none is ahead of it. */
const LAST_ARRIVAL_MS = 253_402_300_799_999
/** Lets every window close, as the end of a bounded input does. */
const END_TICK_MS = 999_999_999_999_999

/** A case's log as a stream. */
export interface CaseLog {
  readonly stream: MemoryStream
  /** Where the record with a sequence number stands in the case. */
  placeOf(position: string): { readonly partition: number; readonly index: number } | undefined
}

/** Each partition is a shard, and so has the index that it has in the case; at the end of each is a tick, since a stream has no end. */
export function logOf({ partitions }: ConformanceCase): CaseLog {
  const stream = new MemoryStream(partitions.length)
  const places = new Map<string, { readonly partition: number; readonly index: number }>()
  for (const [partition, { id, firstHashKey }] of stream.all.entries()) {
    for (const [index, record] of partitions[partition].entries()) {
      stream.now = arrivalOf(record) ?? LAST_ARRIVAL_MS
      // The shard is the case's, whatever the key's hash.
      const event = { partitionKey: String(partition), explicitHashKey: firstHashKey, data: bytesOf(record) }
      stream.put(isTick(record) ? tickRecord(firstHashKey, record.tickMs) : event)
      const sequenceNumber = stream.records(id)[index].kinesis.sequenceNumber
      places.set(sequenceNumber, { partition, index })
    }
    stream.put(tickRecord(firstHashKey, END_TICK_MS))
  }
  return { stream, placeOf: position => places.get(position) }
}
