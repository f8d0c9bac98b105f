import { KeyCodec, type KeyType, type KeyValue } from '../../windowing'
import type { TextColumn } from './text-reader'

const ESCAPED = 0xff
const encoder = new TextEncoder()
const scalarCodecs: Readonly<Record<KeyType, KeyCodec>> = {
  string: new KeyCodec(['string']),
  integer: new KeyCodec(['integer']),
  double: new KeyCodec(['double']),
  boolean: new KeyCodec(['boolean']),
  bytes: new KeyCodec(['bytes']),
}

/** Collects the encoded keys of a batch, as `KeyCodec` writes them; text goes from column to key without becoming a string. */
export class KeyBuffer {
  bytes = new Uint8Array(4096)
  length = 0

  /** A text of a column that is not null. */
  columnText(column: TextColumn, entry: number, isLast: boolean): void {
    this.put(column.bytes, column.starts[entry], column.ends[entry], isLast)
  }

  text(value: string, isLast: boolean): void {
    this.reserve(value.length)
    const { bytes, length } = this
    let to = length
    for (let at = 0; at < value.length; at++) {
      const unit = value.charCodeAt(at)
      if (unit === 0 || unit >= 0x80) {
        // not plain ASCII: start again from its UTF-8 bytes
        const encoded = encoder.encode(value)
        this.put(encoded, 0, encoded.length, isLast)
        return
      }
      bytes[to++] = unit
    }
    this.length = to
    if (!isLast) this.terminate()
  }

  binary(value: Uint8Array, isLast: boolean): void {
    this.put(value, 0, value.length, isLast)
  }

  scalar(type: KeyType, value: KeyValue): void {
    // numbers and booleans are encoded alike in every column
    const bytes = scalarCodecs[type].encodeShared([value])
    this.put(bytes, 0, bytes.length, true)
  }

  private put(source: Uint8Array, start: number, end: number, isLast: boolean): void {
    this.reserve(end - start)
    const { bytes } = this
    let to = this.length
    if (isLast) for (let at = start; at < end; at++) bytes[to++] = source[at]
    else {
      for (let at = start; at < end; at++) {
        const byte = source[at]
        bytes[to++] = byte
        if (byte === 0) bytes[to++] = ESCAPED
      }
    }
    this.length = to
    if (!isLast) this.terminate()
  }

  private terminate(): void {
    this.bytes[this.length++] = 0
    this.bytes[this.length++] = 0
  }

  /** Room for that many bytes, each of which may need an escape, and for the end. */
  private reserve(count: number): void {
    const needed = this.length + 2 * count + 2
    if (needed <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
    larger.set(this.bytes)
    this.bytes = larger
  }
}
