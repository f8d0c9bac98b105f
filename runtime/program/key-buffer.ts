import type { DataType } from '../../pipeline'
import { KeyCodec, type KeyType, type KeyValue } from '../../windowing'
import type { TextColumn } from './text-reader'

/** How a key column of a type is encoded. Throws `TypeError` for lists and records, which can't be keys. */
export function keyTypeOf(type: DataType): KeyType {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'string'
    case 'bytes':
    case 'boolean':
    case 'double':
      return type.kind
    case 'list':
    case 'record':
      throw new TypeError(`a group key is a ${type.kind}; keys are texts, numbers, booleans, bytes or times`)
    default:
      return 'integer'
  }
}

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
    const bytes = encoder.encode(value)
    this.put(bytes, 0, bytes.length, isLast)
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
    const needed = this.length + 2 * (end - start) + 2
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
      larger.set(this.bytes)
      this.bytes = larger
    }
    const { bytes } = this
    let to = this.length
    for (let at = start; at < end; at++) {
      bytes[to++] = source[at]
      if (!isLast && source[at] === 0) bytes[to++] = ESCAPED
    }
    if (!isLast) {
      bytes[to++] = 0
      bytes[to++] = 0
    }
    this.length = to
  }
}
