import { type Hash, hashBytes } from './murmur'
import { SketchError } from './sketch'

/** First byte of an encoded sketch. */
export const HYPERLOGLOG = 0x48
export const KLL = 0x4b
export const SPACE_SAVING = 0x53

const VERSION = 1
const CHECKSUM_BYTES = 4
const CHECKSUM_SEED = 0x5b
const NAMES: Readonly<Record<number, string>> = { [HYPERLOGLOG]: 'HyperLogLog', [KLL]: 'KLL', [SPACE_SAVING]: 'Space-Saving' }

function checksum(bytes: Uint8Array, length: number): number {
  const hash: Hash = { high: 0, low: 0 }
  hashBytes(bytes, length, CHECKSUM_SEED, hash)
  return hash.high >>> 0
}

/** Writes kind, version, fields (little endian) and a checksum of them all. */
export class FrameWriter {
  private bytes: Uint8Array
  private view: DataView
  private length = 0

  constructor(kind: number, expectedBytes: number) {
    this.bytes = new Uint8Array(expectedBytes + 16)
    this.view = new DataView(this.bytes.buffer)
    this.byte(kind)
    this.byte(VERSION)
  }

  private reserve(count: number): number {
    const at = this.length
    this.length += count
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(this.length * 2)
      grown.set(this.bytes)
      this.bytes = grown
      this.view = new DataView(grown.buffer)
    }
    return at
  }

  byte(value: number): void {
    const at = this.reserve(1)
    this.bytes[at] = value
  }

  uint32(value: number): void {
    const at = this.reserve(4)
    this.view.setUint32(at, value, true)
  }

  double(value: number): void {
    const at = this.reserve(8)
    this.view.setFloat64(at, value, true)
  }

  block(block: Uint8Array): void {
    const at = this.reserve(block.length)
    this.bytes.set(block, at)
  }

  finish(): Uint8Array {
    this.uint32(checksum(this.bytes, this.length))
    return this.bytes.slice(0, this.length)
  }
}

/** Reads what `FrameWriter` wrote; throws `SketchError` for anything else. Never reads or allocates past the given bytes. */
export class FrameReader {
  private readonly view: DataView
  private readonly end: number
  private at = 2

  constructor(
    private readonly bytes: Uint8Array,
    private readonly kind: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.end = bytes.length - CHECKSUM_BYTES
    if (this.end < 2) this.damaged(`${bytes.length} bytes are too few`)
    if (bytes[0] !== kind) this.damaged(`first byte is ${bytes[0]}, not ${kind}`)
    if (bytes[1] !== VERSION) this.damaged(`version is ${bytes[1]}, this program reads version ${VERSION}`)
    if (checksum(bytes, this.end) !== this.view.getUint32(this.end, true)) this.damaged('checksum differs')
  }

  /** Bytes left before the checksum. */
  get remaining(): number {
    return this.end - this.at
  }

  private take(count: number): number {
    if (count > this.remaining) this.damaged(`${count} bytes are needed at ${this.at}, ${this.remaining} are left`)
    const at = this.at
    this.at += count
    return at
  }

  byte(): number {
    return this.bytes[this.take(1)]
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true)
  }

  double(): number {
    return this.view.getFloat64(this.take(8), true)
  }

  /** A copy of the next `count` bytes. */
  block(count: number): Uint8Array {
    const at = this.take(count)
    return this.bytes.slice(at, at + count)
  }

  finish(): void {
    if (this.remaining !== 0) this.damaged(`${this.remaining} bytes too many`)
  }

  damaged(what: string): never {
    throw new SketchError(`these bytes hold no ${NAMES[this.kind]} sketch: ${what}; restore from an older copy`)
  }

  /** Refuses a field unless `valid`. */
  check(valid: boolean, what: string): void {
    if (!valid) this.damaged(what)
  }
}
