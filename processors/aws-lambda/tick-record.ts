import type { StreamRecord } from './clients/stream'

const PARTITION_KEY = 'streambed-tick'
/** Before the time, so that an event of a producer with this partition key is not taken for a tick. */
const MAGIC = 'streambed-tick-1:'

/** The record that lets a shard's watermark pass the time (epoch ms). */
export function tickRecord(firstHashKey: bigint, time: number): StreamRecord {
  return { partitionKey: PARTITION_KEY, explicitHashKey: firstHashKey, data: new TextEncoder().encode(`${MAGIC}${time}`) }
}

/** The time of a tick; undefined where the record is an event. */
export function tickTime(partitionKey: string, bytes: Uint8Array): number | undefined {
  if (partitionKey !== PARTITION_KEY) return undefined
  const text = Buffer.from(bytes).toString('latin1')
  const digits = text.startsWith(MAGIC) ? text.slice(MAGIC.length) : ''
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
}
