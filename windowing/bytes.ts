import { StateError } from './state-error'

/** A growing buffer for state and partials; little endian. */
export class ByteWriter {
  private buffer = new Uint8Array(256)
  private view = new DataView(this.buffer.buffer)
  length = 0

  reset(): void {
    this.length = 0
  }

  /** What was written so far; valid until the next write. */
  get written(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }

  private reserve(size: number): number {
    const offset = this.length
    this.length = offset + size
    if (this.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.length, this.buffer.length * 2))
      larger.set(this.buffer)
      this.buffer = larger
      this.view = new DataView(larger.buffer)
    }
    return offset
  }

  uint8(value: number): void {
    const offset = this.reserve(1)
    this.buffer[offset] = value
  }

  uint32(value: number): void {
    const offset = this.reserve(4)
    this.view.setUint32(offset, value, true)
  }

  float64(value: number): void {
    const offset = this.reserve(8)
    this.view.setFloat64(offset, value, true)
  }

  /** An integer from 0 to 2^53 − 1, seven bits a byte. */
  variable(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.uint8((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    this.uint8(rest)
  }

  bytes(source: Uint8Array, start: number, end: number): void {
    const offset = this.reserve(end - start)
    for (let at = start; at < end; at++) this.buffer[offset + at - start] = source[at]
  }

  /** Length, then the bytes. */
  block(source: Uint8Array, start = 0, end = source.length): void {
    this.variable(end - start)
    if (end - start < 64) this.bytes(source, start, end)
    else {
      const offset = this.reserve(end - start)
      this.buffer.set(source.subarray(start, end), offset)
    }
  }
}

/** Reads what `ByteWriter` wrote; every read beyond the end is a `StateError`. */
export class ByteReader {
  private readonly view: DataView
  private offset = 0

  constructor(private readonly source: Uint8Array) {
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  }

  get remaining(): number {
    return this.source.length - this.offset
  }

  private take(size: number): number {
    if (size > this.remaining) {
      throw new StateError(
        `state is damaged: ${size} bytes expected at ${this.offset}, but only ${this.remaining} are left; restore from another checkpoint`,
      )
    }
    const offset = this.offset
    this.offset = offset + size
    return offset
  }

  uint8(): number {
    return this.source[this.take(1)]
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true)
  }

  float64(): number {
    return this.view.getFloat64(this.take(8), true)
  }

  variable(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.uint8()
      value += (byte % 128) * scale
      if (value > Number.MAX_SAFE_INTEGER) throw new StateError('state is damaged: a length beyond 2^53; restore from another checkpoint')
      if (byte < 128) return value
      scale *= 128
    }
  }

  /** A count of things that take at least a byte each, so that damaged bytes can't ask for endless work. */
  count(): number {
    const value = this.variable()
    if (value > this.remaining) {
      throw new StateError(
        `state is damaged: ${value} entries announced, but only ${this.remaining} bytes are left; restore from another checkpoint`,
      )
    }
    return value
  }

  /** A view, not a copy. */
  block(): Uint8Array {
    const size = this.variable()
    const offset = this.take(size)
    return this.source.subarray(offset, offset + size)
  }

  end(): void {
    if (this.remaining > 0) throw new StateError(`state is damaged: ${this.remaining} bytes too many; restore from another checkpoint`)
  }
}
