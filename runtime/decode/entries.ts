import { DECODED, type DecodedBatch, type RecordBatch, TICK } from '../records'
import { clearBatch, markDead, storeNull } from './decoded-batch'
import { RecordFault } from './fault'

/** Where the records of one call lie in their buffer. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Starts a call: marks ticks and records that are too large, all others as decoded. Gives the span of the records' bytes. */
export function beginEntries(batch: DecodedBatch, records: RecordBatch, from: number, count: number, maxRecordBytes: number): Span {
  clearBatch(batch, count)
  let start = records.bytes.length
  let end = 0
  for (let entry = 0; entry < count; entry++) {
    const record = from + entry
    batch.status[entry] = DECODED
    if (records.ticks[record] === 1) {
      markTick(batch, entry, records.arrivalTimes[record])
      continue
    }
    const size = records.ends[record] - records.starts[record]
    if (records.starts[record] < start) start = records.starts[record]
    if (records.ends[record] > end) end = records.ends[record]
    if (size > maxRecordBytes)
      markDead(batch, entry, { code: 'too-large', path: '', message: `got ${size} bytes; at most ${maxRecordBytes} are allowed` })
  }
  return { start: Math.min(start, end), end }
}

/** Throws the fault `time-ahead` where an event time is further after the arrival than allowed. */
export function checkAhead(time: number, arrivalTime: number, maxAheadMs: number | null, path: string): void {
  if (maxAheadMs !== null && time > arrivalTime + maxAheadMs) {
    throw new RecordFault('time-ahead', path, `got a time ${time - arrivalTime} ms after the arrival; at most ${maxAheadMs} ms are allowed`)
  }
}

function markTick(batch: DecodedBatch, entry: number, time: number): void {
  batch.status[entry] = TICK
  batch.times[entry] = time
  for (const column of batch.columns) storeNull(column, entry)
}
