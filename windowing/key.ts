import { ByteWriter } from './bytes'

export type KeyType = 'string' | 'integer' | 'double' | 'boolean' | 'bytes'
/** `integer` (also timestamps, dates, unscaled decimals): a number where safe, else a bigint. */
export type KeyValue = string | number | bigint | boolean | Uint8Array

const ESCAPED = 0xff
const INTEGER_ZERO = 0x80
/** Magnitudes of up to this many bytes; decimals of 38 digits need 16. */
const MAXIMUM_INTEGER_BYTES = 127

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Group keys as bytes whose order (memcmp) is the order of keys, column by column: strings by code points, numbers by value (−0 equals 0),
 * false before true. A string or bytes column that is not the last ends with 00 00, and 00 within it is 00 FF; as the last column it is
 * as is, so that a key of one string is just its UTF-8 bytes. Integers are a byte 80 ± length and the magnitude; doubles are eight bytes.
 */
export class KeyCodec {
  private readonly writer = new ByteWriter()
  private readonly view = new DataView(new ArrayBuffer(8))

  constructor(readonly types: readonly KeyType[]) {}

  /** The bytes of a key; a copy. Throws `TypeError` where a value is not of its column's type. Lone surrogates become U+FFFD. */
  encode(values: readonly KeyValue[]): Uint8Array {
    return this.encodeShared(values).slice()
  }

  /** As `encode`, but the bytes are only valid until the next call. */
  encodeShared(values: readonly KeyValue[]): Uint8Array {
    if (values.length !== this.types.length) {
      throw new TypeError(`a key of ${values.length} values was given, but it has ${this.types.length} columns: give one value for each`)
    }
    this.writer.reset()
    for (let column = 0; column < values.length; column++) this.write(column, values[column])
    return this.writer.written
  }

  /** The values of a key. */
  decode(bytes: Uint8Array, start = 0, end = bytes.length): KeyValue[] {
    const values: KeyValue[] = []
    const cursor = { at: start }
    for (let column = 0; column < this.types.length; column++) values.push(this.read(column, bytes, cursor, end))
    return values
  }

  private write(column: number, value: KeyValue): void {
    const type = this.types[column]
    if (type === 'string' && typeof value === 'string') this.writeBytes(column, encoder.encode(value))
    else if (type === 'integer' && typeof value === 'number' && Number.isSafeInteger(value)) this.writeSafeInteger(value)
    else if (type === 'integer' && typeof value === 'bigint') this.writeBigInteger(value)
    else if (type === 'double' && typeof value === 'number') this.writeDouble(value)
    else if (type === 'boolean' && typeof value === 'boolean') this.writer.uint8(value ? 1 : 0)
    else if (type === 'bytes' && value instanceof Uint8Array) this.writeBytes(column, value)
    else throw new TypeError(`key column ${column} got ${typeof value} ${String(value)}, but takes ${type}`)
  }

  private writeBytes(column: number, source: Uint8Array): void {
    const writer = this.writer
    if (column === this.types.length - 1) {
      writer.bytes(source, 0, source.length)
      return
    }
    for (let at = 0; at < source.length; at++) {
      writer.uint8(source[at])
      if (source[at] === 0) writer.uint8(ESCAPED)
    }
    writer.uint8(0)
    writer.uint8(0)
  }

  private writeSafeInteger(value: number): void {
    const magnitude = Math.abs(value)
    let length = 0
    for (let rest = magnitude; rest >= 1; rest = Math.floor(rest / 256)) length++
    this.writer.uint8(value < 0 ? INTEGER_ZERO - length : INTEGER_ZERO + length)
    for (let place = length - 1; place >= 0; place--) {
      const byte = Math.floor(magnitude / 256 ** place) % 256
      this.writer.uint8(value < 0 ? 255 - byte : byte)
    }
  }

  private writeBigInteger(value: bigint): void {
    let magnitude = value < 0n ? -value : value
    const bytes: number[] = []
    for (; magnitude > 0n; magnitude >>= 8n) bytes.push(Number(magnitude & 255n))
    if (bytes.length > MAXIMUM_INTEGER_BYTES)
      throw new TypeError(`a key integer of ${bytes.length} bytes was given, but at most ${MAXIMUM_INTEGER_BYTES} are allowed`)
    this.writer.uint8(value < 0n ? INTEGER_ZERO - bytes.length : INTEGER_ZERO + bytes.length)
    for (let place = bytes.length - 1; place >= 0; place--) this.writer.uint8(value < 0n ? 255 - bytes[place] : bytes[place])
  }

  private writeDouble(value: number): void {
    this.view.setFloat64(0, value + 0)
    // Negative numbers are complemented, others get the highest bit, so that bytes rise with the number.
    const negative = this.view.getUint8(0) >= 128
    for (let at = 0; at < 8; at++) {
      const byte = this.view.getUint8(at)
      this.writer.uint8(negative ? 255 - byte : at === 0 ? byte + 128 : byte)
    }
  }

  private read(column: number, bytes: Uint8Array, cursor: { at: number }, end: number): KeyValue {
    switch (this.types[column]) {
      case 'string':
        return decoder.decode(this.readBytes(column, bytes, cursor, end))
      case 'bytes':
        return this.readBytes(column, bytes, cursor, end).slice()
      case 'boolean':
        return bytes[cursor.at++] !== 0
      case 'double':
        return this.readDouble(bytes, cursor)
      default:
        return this.readInteger(bytes, cursor)
    }
  }

  private readBytes(column: number, bytes: Uint8Array, cursor: { at: number }, end: number): Uint8Array {
    const start = cursor.at
    if (column === this.types.length - 1) {
      cursor.at = end
      return bytes.subarray(start, end)
    }
    const plain: number[] = []
    while (cursor.at < end) {
      const byte = bytes[cursor.at++]
      if (byte === 0 && bytes[cursor.at++] === 0) break
      plain.push(byte)
    }
    return Uint8Array.from(plain)
  }

  private readInteger(bytes: Uint8Array, cursor: { at: number }): number | bigint {
    const head = bytes[cursor.at++] - INTEGER_ZERO
    const length = Math.abs(head)
    let small = 0
    let large = 0n
    for (let place = 0; place < length; place++) {
      const raw = bytes[cursor.at++]
      const byte = head < 0 ? 255 - raw : raw
      if (length <= 6) small = small * 256 + byte
      else large = (large << 8n) | BigInt(byte)
    }
    if (length <= 6) return head < 0 ? -small : small
    if (large <= BigInt(Number.MAX_SAFE_INTEGER)) return head < 0 ? -Number(large) : Number(large)
    return head < 0 ? -large : large
  }

  private readDouble(bytes: Uint8Array, cursor: { at: number }): number {
    const negative = bytes[cursor.at] < 128
    for (let at = 0; at < 8; at++) {
      const byte = bytes[cursor.at++]
      this.view.setUint8(at, negative ? 255 - byte : at === 0 ? byte - 128 : byte)
    }
    return this.view.getFloat64(0)
  }
}
