import type { Position, RecordBatch } from '../records'

const NEWLINE = 10
const CARRIAGE_RETURN = 13

/** Bytes that are left free after the last record, so that a scanner may read whole words at its end. */
const PADDING_BYTES = 16

/** One record of a log. `bytes: null` is a tick: it has a time and no bytes. */
export interface LogRecord {
  readonly position: Position
  /** Epoch ms; NaN where the log has no arrival times. */
  readonly arrivalTime: number
  readonly bytes: Uint8Array | null
}

/** Copies records of one partition into one batch. */
export function recordBatchOf(records: readonly LogRecord[]): RecordBatch {
  let size = PADDING_BYTES
  for (const record of records) size += record.bytes?.length ?? 0
  const bytes = new Uint8Array(size)
  const arrivalTimes = new Float64Array(records.length)
  const ticks = new Uint8Array(records.length)
  const starts = new Int32Array(records.length)
  const ends = new Int32Array(records.length)
  let offset = 0
  records.forEach((record, index) => {
    arrivalTimes[index] = record.arrivalTime
    starts[index] = offset
    if (record.bytes === null) ticks[index] = 1
    else {
      bytes.set(record.bytes, offset)
      offset += record.bytes.length
    }
    ends[index] = offset
  })
  return { length: records.length, positions: records.map(record => record.position), arrivalTimes, ticks, bytes, starts, ends }
}

/**
 * Splits newline-delimited bytes into records, without copying: the batch points into `bytes`. A byte order mark before
 * the first record, a carriage return before a newline, and lines of spaces and tabs only belong to no record. The
 * last line needs no newline.
 *
 * @param bytes newlines are found by its own `indexOf`: that of Node.js's `Buffer` is several times faster than a plain array's
 * @param firstPosition position of the first record; it rises by one with each record (blank lines aren't counted)
 * @param arrivalTimes epoch ms by record; without it the records have no arrival times
 */
export function recordBatchFromLines(bytes: Uint8Array, firstPosition: Position, arrivalTimes?: ArrayLike<number>): RecordBatch {
  const lines = new LineList(bytes.length)
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = hasByteOrderMark(bytes, 0, bytes.length) ? 3 : 0
  while (start < bytes.length) {
    const found = bytes.indexOf(NEWLINE, start)
    const newline = found < 0 ? plain.length : found
    let end = newline
    if (end > start && plain[end - 1] === CARRIAGE_RETURN) end--
    if (end > start && (plain[start] > 32 || !isBlank(plain, start, end))) lines.add(start, end)
    start = newline + 1
  }
  const length = lines.length
  const arrivals = new Float64Array(length).fill(Number.NaN)
  if (arrivalTimes !== undefined) {
    if (arrivalTimes.length < length)
      throw new RangeError(`got ${arrivalTimes.length} arrival times for ${length} records; give one for each`)
    for (let index = 0; index < length; index++) arrivals[index] = arrivalTimes[index]
  }
  return {
    length,
    positions: risingPositions(firstPosition, length),
    arrivalTimes: arrivals,
    ticks: new Uint8Array(length),
    bytes: plain,
    starts: lines.starts,
    ends: lines.ends,
  }
}

/** Whether the bytes start with the UTF-8 byte order mark. */
export function hasByteOrderMark(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf
}

function risingPositions(first: Position, length: number): ArrayLike<Position> {
  if (typeof first === 'bigint') return Array.from({ length }, (_, index) => first + BigInt(index))
  const positions = new Float64Array(length)
  for (let index = 0; index < length; index++) positions[index] = first + index
  return positions
}

/** Starts and ends that grow as needed. */
class LineList {
  length = 0
  starts: Int32Array
  ends: Int32Array

  constructor(byteLength: number) {
    const estimate = 64 + (byteLength >> 7)
    this.starts = new Int32Array(estimate)
    this.ends = new Int32Array(estimate)
  }

  add(start: number, end: number): void {
    if (this.length === this.starts.length) {
      this.starts = doubled(this.starts)
      this.ends = doubled(this.ends)
    }
    this.starts[this.length] = start
    this.ends[this.length] = end
    this.length++
  }
}

function doubled(array: Int32Array): Int32Array {
  const result = new Int32Array(array.length * 2)
  result.set(array)
  return result
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let position = start; position < end; position++) {
    const byte = bytes[position]
    if (byte !== 32 && byte !== 9 && byte !== CARRIAGE_RETURN) return false
  }
  return true
}
