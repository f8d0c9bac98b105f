import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import type { Accumulator } from './accumulator'
import type { Words } from './words'

/** First and last event time, the first two words of slots that are sessions or pieces of them. */
export const FIRST_TIME = 0
export const LAST_TIME = 1

export class TimeRangeAccumulator implements Accumulator {
  readonly initial = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  readonly byteLength = 0
  offset = 0

  constructor(private readonly words: Words) {}

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { times } = input
    const { data, stride } = this.words
    for (let entry = from; entry < to; entry++) {
      const slot = slots[entry]
      if (slot < 0) continue
      const word = slot * stride
      const time = times[entry]
      if (time < data[word + FIRST_TIME]) data[word + FIRST_TIME] = time
      if (time > data[word + LAST_TIME]) data[word + LAST_TIME] = time
    }
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    const { data, stride } = this.words
    for (let at = 0; at < count; at++) {
      const target = targets[at] * stride
      const source = sources[at] * stride
      if (data[source + FIRST_TIME] < data[target + FIRST_TIME]) data[target + FIRST_TIME] = data[source + FIRST_TIME]
      if (data[source + LAST_TIME] > data[target + LAST_TIME]) data[target + LAST_TIME] = data[source + LAST_TIME]
    }
  }

  release(): void {}

  encode(slot: number, writer: ByteWriter): void {
    writer.float64(this.words.data[slot * this.words.stride + FIRST_TIME])
    writer.float64(this.words.data[slot * this.words.stride + LAST_TIME])
  }

  decode(slot: number, reader: ByteReader): void {
    this.words.data[slot * this.words.stride + FIRST_TIME] = reader.float64()
    this.words.data[slot * this.words.stride + LAST_TIME] = reader.float64()
  }
}
