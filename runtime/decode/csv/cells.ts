import { RecordFault } from '../fault'

const COMMA = 44
const QUOTE = 34

/** The cells of one line (RFC 4180). Reused from line to line. */
export class Cells {
  length = 0
  /** Where a cell's text is, without its quotes. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** 1: in quotes. */
  readonly quoted: Uint8Array
  /** 1: holds doubled quotes. */
  readonly doubled: Uint8Array

  constructor(private readonly count: number) {
    this.starts = new Int32Array(count)
    this.ends = new Int32Array(count)
    this.quoted = new Uint8Array(count)
    this.doubled = new Uint8Array(count)
  }

  /** Splits a line; throws a `RecordFault` where it isn't CSV or has another number of cells than fields. */
  split(bytes: Uint8Array, start: number, end: number): void {
    this.length = 0
    let position = start
    for (;;) {
      if (this.length === this.count)
        throw new RecordFault('malformed', '', `got more cells than the ${this.count} fields; give one for each, in their order`)
      position =
        bytes[position] === QUOTE && position < end
          ? this.quotedCell(bytes, position, end, start)
          : this.plainCell(bytes, position, end, start)
      this.length++
      if (position === end) break
      position++
    }
    if (this.length < this.count)
      throw new RecordFault('malformed', '', `got ${this.length} cells for ${this.count} fields; give one for each, in their order`)
  }

  private plainCell(bytes: Uint8Array, start: number, end: number, lineStart: number): number {
    let position = start
    while (position < end && bytes[position] !== COMMA) {
      const byte = bytes[position]
      if (byte === QUOTE || byte === 10 || byte === 13) {
        throw new RecordFault('malformed', '', `a cell with a quote or line break must be in quotes, at byte ${position - lineStart}`)
      }
      position++
    }
    this.note(start, position, 0, 0)
    return position
  }

  private quotedCell(bytes: Uint8Array, start: number, end: number, lineStart: number): number {
    let position = start + 1
    let doubled = 0
    for (;;) {
      while (position < end && bytes[position] !== QUOTE) position++
      if (position >= end) throw new RecordFault('malformed', '', 'the record ends inside quotes')
      if (position + 1 >= end || bytes[position + 1] !== QUOTE) break
      doubled = 1
      position += 2
    }
    this.note(start + 1, position, 1, doubled)
    if (position + 1 < end && bytes[position + 1] !== COMMA) {
      throw new RecordFault('malformed', '', `a comma is expected behind the closing quote, at byte ${position + 1 - lineStart}`)
    }
    return position + 1
  }

  private note(start: number, end: number, quoted: number, doubled: number): void {
    this.starts[this.length] = start
    this.ends[this.length] = end
    this.quoted[this.length] = quoted
    this.doubled[this.length] = doubled
  }
}

/** Writes a cell's text with each doubled quote as one to `target` at `offset`, and gives the offset behind it. */
export function undoubleInto(bytes: Uint8Array, start: number, end: number, target: Uint8Array, offset: number): number {
  let write = offset
  for (let read = start; read < end; read++) {
    target[write++] = bytes[read]
    if (bytes[read] === QUOTE) read++
  }
  return write
}
