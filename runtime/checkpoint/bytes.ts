import type { Position } from '../records'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

const NO_POSITION = 0
const NUMBER_POSITION = 1
const BIGINT_POSITION = 2
const NEGATIVE_BIGINT_POSITION = 3
const WIDE_POSITION = 4
const NEGATIVE_WIDE_POSITION = 5

/** Brokers' positions have at most 256 bits: a sequence number of Kinesis has 56 digits (186 bits), to which a record that was packed with others adds its place among them. */
const POSITION_BITS = 256n
/** Most fit into these. */
const BIGINT_BITS = 128n

/** Appends little-endian values to a buffer that grows. */
export class ByteWriter {
  private buffer = new Uint8Array(256)
  private view = new DataView(this.buffer.buffer)
  private end = 0

  get length(): number {
    return this.end
  }

  byte(value: number): void {
    this.reserve(1)
    this.buffer[this.end++] = value
  }

  /** A count or length, 0 to 2^32 − 1. */
  count(value: number): void {
    this.reserve(4)
    this.view.setUint32(this.end, value, true)
    this.end += 4
  }

  /** Overwrites a count that was written at `at`. */
  patchCount(at: number, value: number): void {
    this.view.setUint32(at, value, true)
  }

  double(value: number): void {
    this.reserve(8)
    this.view.setFloat64(this.end, value, true)
    this.end += 8
  }

  /** Bytes with their length before them. */
  bytes(source: Uint8Array, from = 0, to = source.length): void {
    this.count(to - from)
    this.raw(source, from, to)
  }

  /** Bytes alone. */
  raw(source: Uint8Array, from = 0, to = source.length): void {
    this.reserve(to - from)
    this.buffer.set(from === 0 && to === source.length ? source : source.subarray(from, to), this.end)
    this.end += to - from
  }

  text(value: string): void {
    this.bytes(encoder.encode(value))
  }

  position(value: Position | null): void {
    if (value === null) this.byte(NO_POSITION)
    else if (typeof value === 'number') this.numberPosition(value)
    else this.bigintPosition(value)
  }

  private numberPosition(value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`a position must be a finite number or a bigint, got ${value}`)
    this.byte(NUMBER_POSITION)
    this.double(value)
  }

  private bigintPosition(value: bigint): void {
    const magnitude = value < 0n ? -value : value
    if (magnitude >> POSITION_BITS > 0n) throw new RangeError(`a position must have at most ${POSITION_BITS} bits, got ${value}`)
    const isWide = magnitude >> BIGINT_BITS > 0n
    if (isWide) this.byte(value < 0n ? NEGATIVE_WIDE_POSITION : WIDE_POSITION)
    else this.byte(value < 0n ? NEGATIVE_BIGINT_POSITION : BIGINT_POSITION)
    this.words(magnitude, isWide ? 4 : 2)
  }

  /** An unsigned integer in words of 64 bits, the lowest first. */
  private words(magnitude: bigint, count: number): void {
    this.reserve(8 * count)
    for (let word = 0; word < count; word++) {
      this.view.setBigUint64(this.end, BigInt.asUintN(64, magnitude >> BigInt(64 * word)), true)
      this.end += 8
    }
  }

  /** A view of what was written; valid until the next write. */
  written(): Uint8Array {
    return this.buffer.subarray(0, this.end)
  }

  /** A copy of what was written, after which the writer is empty. */
  take(): Uint8Array {
    const copy = this.buffer.slice(0, this.end)
    this.end = 0
    return copy
  }

  private reserve(more: number): void {
    const needed = this.end + more
    if (needed <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2))
    larger.set(this.buffer.subarray(0, this.end))
    this.buffer = larger
    this.view = new DataView(larger.buffer)
  }
}

/** Reads what a `ByteWriter` wrote. Never reads beyond the end: `fail` makes the error that is thrown instead. */
export class ByteReader {
  private readonly view: DataView
  private at = 0

  constructor(
    private readonly source: Uint8Array,
    private readonly fail: (problem: string) => Error,
    private readonly end = source.length,
  ) {
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  }

  get offset(): number {
    return this.at
  }

  byte(): number {
    return this.source[this.advance(1)]
  }

  count(): number {
    return this.view.getUint32(this.advance(4), true)
  }

  double(): number {
    return this.view.getFloat64(this.advance(8), true)
  }

  /** A view into the source. */
  bytes(): Uint8Array {
    const length = this.count()
    const from = this.advance(length)
    return this.source.subarray(from, from + length)
  }

  /** Steps over bytes with their length; returns where they start, and `offset` is where they end. */
  skipBytes(): number {
    return this.advance(this.count())
  }

  text(): string {
    const bytes = this.bytes()
    try {
      return decoder.decode(bytes)
    } catch {
      throw this.fail('a text in it is not valid UTF-8')
    }
  }

  position(): Position | null {
    const kind = this.byte()
    if (kind === NO_POSITION) return null
    if (kind === NUMBER_POSITION) return this.double()
    if (kind > NEGATIVE_WIDE_POSITION) throw this.fail(`${kind} is not a kind of position`)
    const magnitude = this.words(kind === BIGINT_POSITION || kind === NEGATIVE_BIGINT_POSITION ? 2 : 4)
    return kind === BIGINT_POSITION || kind === WIDE_POSITION ? magnitude : -magnitude
  }

  private words(count: number): bigint {
    const at = this.advance(8 * count)
    let magnitude = 0n
    for (let word = 0; word < count; word++) magnitude |= this.view.getBigUint64(at + 8 * word, true) << BigInt(64 * word)
    return magnitude
  }

  /** Throws unless everything was read. */
  finish(): void {
    if (this.at !== this.end) throw this.fail(`${this.end - this.at} bytes are left over after its end`)
  }

  private advance(length: number): number {
    const from = this.at
    if (length > this.end - from) throw this.fail(`it ends after ${this.end} bytes, ${length - (this.end - from)} bytes too early`)
    this.at = from + length
    return from
  }
}
