import type { Position, RecordBatch } from '../records'
import type { LetterOrigin } from './effects'

const NO_BYTES = new Uint8Array(0)

/** Finds the record that a cause belongs to, among the records that a stage applies now. */
export class Origins {
  private records: RecordBatch | null = null
  private from = 0
  private firstOrdinal = 0
  private lastPosition: Position = 0

  /** The record at `from` has ordinal `firstOrdinal`. */
  begin(records: RecordBatch, from: number, firstOrdinal: number): void {
    this.records = records
    this.from = from
    this.firstOrdinal = firstOrdinal
  }

  /** The end of the input has no record: its letters carry the last position (0 where there was none). */
  end(lastPosition: Position | null): void {
    this.records = null
    this.lastPosition = lastPosition ?? 0
  }

  /** With a copy of the record's bytes. */
  ofRecord(records: RecordBatch, index: number): LetterOrigin {
    return {
      position: records.positions[index],
      arrivalTime: records.arrivalTimes[index],
      record: records.bytes.slice(records.starts[index], records.ends[index]),
    }
  }

  /** Of a closed window: no single record is to blame, so there are no bytes. */
  ofCause(cause: number): LetterOrigin {
    if (this.records === null) return { position: this.lastPosition, arrivalTime: Number.NaN, record: NO_BYTES }
    const index = this.from + cause - this.firstOrdinal
    return { position: this.records.positions[index], arrivalTime: this.records.arrivalTimes[index], record: NO_BYTES }
  }
}
