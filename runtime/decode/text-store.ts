import type { DecodedBatch } from '../records'

/**
 * Bytes of text that isn't in the records as it is meant (unescaped or unquoted). While records are decoded, such text is kept
 * here under offsets that continue the records' buffer; `finish` then moves columns that hold some to a buffer with both.
 */
export class TextStore {
  /** Where such text is written. */
  side = new Uint8Array(4096)
  private used = 0
  private base = 0
  private combined = new Uint8Array(0)
  private readonly isMixed: Uint8Array

  constructor(private readonly batch: DecodedBatch) {
    this.isMixed = new Uint8Array(batch.columns.length)
  }

  /** Starts a decoding of records in `bytes`. */
  begin(bytes: Uint8Array): void {
    this.base = bytes.length
    this.used = 0
    this.isMixed.fill(0)
    for (const column of this.batch.columns) if (column.kind === 'text') column.bytes = bytes
  }

  /** Makes room for text of at most `maxLength` bytes in `side`, and gives the offset to write it at. */
  reserve(maxLength: number): number {
    if (this.used + maxLength > this.side.length) this.grow(this.used + maxLength)
    return this.used
  }

  /** Keeps what was written from the reserved offset to `end` as the text of an entry. */
  keep(columnIndex: number, entry: number, end: number): void {
    const column = this.batch.columns[columnIndex]
    if (column.kind !== 'text') throw new TypeError('only a text column holds text')
    column.starts[entry] = this.base + this.used
    column.ends[entry] = this.base + end
    this.used = end
    this.isMixed[columnIndex] = 1
  }

  /** Makes the columns whole. The records that were decoded lie in `bytes[start, end)`. */
  finish(bytes: Uint8Array, start: number, end: number): void {
    if (this.used === 0 && !this.isMixed.includes(1)) return
    const sideStart = end - start
    if (this.combined.length < sideStart + this.used) this.combined = new Uint8Array((sideStart + this.used) * 1.25)
    this.combined.set(bytes.subarray(start, end))
    this.combined.set(this.side.subarray(0, this.used), sideStart)
    this.batch.columns.forEach((column, index) => {
      if (column.kind !== 'text' || this.isMixed[index] === 0) return
      column.bytes = this.combined
      for (let entry = 0; entry < this.batch.length; entry++) {
        const first = column.starts[entry]
        if (first < 0) continue
        const shift = first >= this.base ? this.base - sideStart : start
        column.starts[entry] = first - shift
        column.ends[entry] -= shift
      }
    })
  }

  private grow(size: number): void {
    const side = new Uint8Array(Math.max(size, this.side.length * 2))
    side.set(this.side.subarray(0, this.used))
    this.side = side
  }
}
