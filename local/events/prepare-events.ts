import type { Source } from '../../pipeline'
import { type RecordBatch, recordBatchFromLines } from '../../runtime'
import { cutBatch, selectRecords } from './batches'
import { Partitioner } from './partitioner'
import { readLineChunks } from './read-lines'

/** A replay doesn't wait longer than this in event time between two events, e.g. where the data has a gap of weeks. */
const maxPauseMs = 3_600_000
const maxFileBytes = 1 << 30
const batchSize = 4096

/** A file's events in memory, ready to be replayed. */
export interface PreparedEvents {
  readonly count: number
  readonly partitions: number
  /** By event: its partition. */
  readonly partitionOf: Int32Array
  /** By event: when it is due, in milliseconds of event time since the first one; never falls. */
  readonly dueMs: Float64Array
  /** By event: the highest event time so far; −Infinity before the first one. */
  readonly times: Float64Array
  bytesOf(event: number): Uint8Array
  /** The records of one partition, for a run that nothing disturbs. */
  batches(partition: number): Iterable<RecordBatch>
}

/** Reads a whole file (at most 1 GiB unpacked) and says for each event when and to which partition it goes. */
export async function prepareEvents(path: string, source: Source, partitions: number): Promise<PreparedEvents> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of readLineChunks(path)) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxFileBytes)
      throw new Error(`${path} has more than ${maxFileBytes} bytes, which is too much for a replay; use streambed run`)
  }
  const records = recordBatchFromLines(new Uint8Array(Buffer.concat(chunks)), 0)
  const partitionOf = new Int32Array(records.length)
  const dueMs = new Float64Array(records.length)
  const times = new Float64Array(records.length)
  const indexes = Array.from({ length: partitions }, (): number[] => [])
  let highest = Number.NEGATIVE_INFINITY
  let due = 0
  new Partitioner(source, partitions).assign(records, (index, partition, time) => {
    if (time > highest) {
      due += highest === Number.NEGATIVE_INFINITY ? 0 : Math.min(time - highest, maxPauseMs)
      highest = time
    }
    partitionOf[index] = partition
    dueMs[index] = due
    times[index] = highest
    indexes[partition].push(index)
  })
  return {
    count: records.length,
    partitions,
    partitionOf,
    dueMs,
    times,
    bytesOf: event => records.bytes.subarray(records.starts[event], records.ends[event]),
    batches: partition => cutBatch(selectRecords(records, indexes[partition], 0), batchSize),
  }
}
