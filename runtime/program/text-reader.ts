import type { DecodedColumn } from '../records'

export type TextColumn = Extract<DecodedColumn, { kind: 'text' }>

const SLOTS = 4096
/** Longer texts repeat less often, and cost more to compare. */
const CACHED_BYTES = 32

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * UTF-8 bytes to JavaScript strings. Short texts that repeat are found by their bytes and not made again: a dimension has few values, and
 * a `TextDecoder` call costs as much as the rest of an event.
 */
export class TextReader {
  private readonly bytes = new Uint8Array(SLOTS * CACHED_BYTES)
  private readonly lengths = new Uint8Array(SLOTS)
  private readonly texts: string[] = new Array<string>(SLOTS).fill('')

  /** Null where the entry has none. */
  at(column: TextColumn, entry: number): string | null {
    const start = column.starts[entry]
    return start < 0 ? null : this.read(column.bytes, start, column.ends[entry])
  }

  read(source: Uint8Array, start: number, end: number): string {
    const length = end - start
    if (length > CACHED_BYTES) return decoder.decode(source.subarray(start, end))
    if (length === 0) return ''
    let hash = length
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ source[at], 0x01000193)
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
    const base = slot * CACHED_BYTES
    if (this.lengths[slot] === length) {
      let at = 0
      while (at < length && this.bytes[base + at] === source[start + at]) at++
      if (at === length) return this.texts[slot]
    }
    const text = decoder.decode(source.subarray(start, end))
    for (let at = 0; at < length; at++) this.bytes[base + at] = source[start + at]
    this.lengths[slot] = length
    this.texts[slot] = text
    return text
  }
}
