import type { RecordBatch } from '../../runtime'

/** Records of a batch by their indexes, as a batch of another partition: positions count from `firstPosition`. The bytes are shared. */
export function selectRecords(records: RecordBatch, indexes: readonly number[], firstPosition: number): RecordBatch {
  const { length } = indexes
  return {
    length,
    positions: Float64Array.from(indexes, (_, order) => firstPosition + order),
    arrivalTimes: Float64Array.from(indexes, index => records.arrivalTimes[index]),
    ticks: new Uint8Array(length),
    bytes: records.bytes,
    starts: Int32Array.from(indexes, index => records.starts[index]),
    ends: Int32Array.from(indexes, index => records.ends[index]),
  }
}

/** Cuts a batch into batches of at most `size` records. */
export function* cutBatch(records: RecordBatch, size: number): Generator<RecordBatch> {
  for (let from = 0; from < records.length; from += size) {
    const to = Math.min(records.length, from + size)
    yield {
      length: to - from,
      positions: Array.prototype.slice.call(records.positions, from, to),
      arrivalTimes: records.arrivalTimes.subarray(from, to),
      ticks: records.ticks.subarray(from, to),
      bytes: records.bytes,
      starts: records.starts.subarray(from, to),
      ends: records.ends.subarray(from, to),
    }
  }
}
