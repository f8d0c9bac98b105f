import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import type { Accumulator } from './accumulator'
import { numberColumn, objectColumn } from './columns'
import type { Words } from './words'

/** Counts events (column −1), or those whose value is not null. */
export class CountAccumulator implements Accumulator {
  readonly initial = [0]
  readonly byteLength = 0
  offset = 0

  constructor(
    private readonly words: Words,
    private readonly column: number,
    private readonly objects: boolean,
  ) {}

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    if (this.column < 0) this.addAll(slots, from, to)
    else if (this.objects) this.addObjects(input, slots, from, to)
    else this.addNumbers(input, slots, from, to)
  }

  private addAll(slots: Int32Array, from: number, to: number): void {
    const { data, stride } = this.words
    const offset = this.offset
    for (let entry = from; entry < to; entry++) {
      const slot = slots[entry]
      if (slot >= 0) data[slot * stride + offset]++
    }
  }

  private addNumbers(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { nulls } = numberColumn(input, this.column)
    const { data, stride } = this.words
    const offset = this.offset
    for (let entry = from; entry < to; entry++) {
      const slot = slots[entry]
      if (slot >= 0 && nulls[entry] === 0) data[slot * stride + offset]++
    }
  }

  private addObjects(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { values } = objectColumn(input, this.column)
    const { data, stride } = this.words
    for (let entry = from; entry < to; entry++) {
      const slot = slots[entry]
      if (slot >= 0 && values[entry] !== null && values[entry] !== undefined) data[slot * stride + this.offset]++
    }
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    const { data, stride } = this.words
    for (let at = 0; at < count; at++) data[targets[at] * stride + this.offset] += data[sources[at] * stride + this.offset]
  }

  release(): void {}

  encode(slot: number, writer: ByteWriter): void {
    writer.variable(this.count(slot))
  }

  decode(slot: number, reader: ByteReader): void {
    this.words.data[slot * this.words.stride + this.offset] = reader.variable()
  }

  count(slot: number): number {
    return this.words.data[slot * this.words.stride + this.offset]
  }
}
