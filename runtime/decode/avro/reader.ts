import { RecordFault } from '../fault'
import { narrowed } from '../number-text'

const MAX_LONG_BYTES = 10

/** Reads Avro's binary encoding (specification 1.11), never beyond the record's end. Every method moves `position`. */
export class AvroReader {
  position = 0
  private end = 0
  private bytes: Uint8Array = new Uint8Array(0)
  private view: DataView = new DataView(new ArrayBuffer(0))

  load(bytes: Uint8Array): void {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Starts a record. */
  begin(start: number, end: number): void {
    this.position = start
    this.end = end
  }

  get remaining(): number {
    return this.end - this.position
  }

  /** One byte. */
  byte(path: string): number {
    this.take(1, path)
    return this.bytes[this.position - 1]
  }

  /** A variable-length zigzag integer of at most 64 bits; up to seven bytes (all epoch ms and µs) without a bigint. */
  long(path: string): number | bigint {
    let low = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte(path)
      low |= (byte & 0x7f) << shift
      if (byte < 0x80) return (low >>> 1) ^ -(low & 1)
    }
    let high = 0
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = this.byte(path)
      high |= (byte & 0x7f) << shift
      if (byte >= 0x80) continue
      const value = high * 2 ** 28 + low
      return (low & 1) === 0 ? value / 2 : -(value + 1) / 2
    }
    let wide = (BigInt(high) << 28n) | BigInt(low)
    for (let index = 7; index < MAX_LONG_BYTES; index++) {
      const byte = this.byte(path)
      wide |= BigInt(byte & 0x7f) << BigInt(7 * index)
      if (byte >= 0x80) continue
      if (wide >= 2n ** 64n) break
      return narrowed((wide >> 1n) ^ -(wide & 1n))
    }
    throw new RecordFault('malformed', path, 'got an integer of more than 64 bits')
  }

  /** A length in bytes, at most what is left of the record. */
  length(path: string): number {
    const length = this.long(path)
    if (length < 0 || length > this.remaining)
      throw new RecordFault('malformed', path, `got a length of ${length} where ${this.remaining} bytes are left`)
    return Number(length)
  }

  double(path: string): number {
    this.take(8, path)
    return this.view.getFloat64(this.position - 8, true)
  }

  /** The next `length` bytes, not copied. */
  part(length: number, path: string): Uint8Array {
    this.take(length, path)
    return this.bytes.subarray(this.position - length, this.position)
  }

  private take(length: number, path: string): void {
    if (length > this.remaining) throw new RecordFault('malformed', path, 'the record ends too early')
    this.position += length
  }
}
