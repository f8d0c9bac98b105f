import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import { StateError } from '../state-error'
import { readValue, writeValue } from '../value-codec'
import type { Accumulator } from './accumulator'
import { canonicalInteger, numberColumn } from './columns'
import type { Words } from './words'

/**
 * Number and sum of the values of a column. Integers are exact: a sum is a double as long as it is safe; what goes beyond moves to a
 * bigint beside it. Doubles are added in order.
 */
export class SumAccumulator implements Accumulator {
  readonly initial = [0, 0]
  offset = 0

  constructor(
    private readonly words: Words,
    private readonly column: number,
    private readonly integers: boolean,
  ) {}

  /** The bigints beside the words are estimated by their owner, `Words`. */
  readonly byteLength = 0

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    if (this.integers) this.addIntegers(input, slots, from, to)
    else this.addDoubles(input, slots, from, to)
  }

  private addDoubles(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { nulls, values } = numberColumn(input, this.column)
    const { data, stride } = this.words
    const offset = this.offset
    for (let entry = from; entry < to; entry++) {
      const slot = slots[entry]
      if (slot < 0 || nulls[entry] !== 0) continue
      const word = slot * stride + offset
      data[word]++
      data[word + 1] += values[entry]
    }
  }

  private addIntegers(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { nulls, values, wide } = numberColumn(input, this.column)
    const { data, stride } = this.words
    const offset = this.offset
    for (let entry = from; entry < to; entry++) {
      const slot = slots[entry]
      if (slot < 0 || nulls[entry] !== 0) continue
      const word = slot * stride + offset
      data[word]++
      const sum = data[word + 1] + values[entry]
      if (sum <= Number.MAX_SAFE_INTEGER && sum >= -Number.MAX_SAFE_INTEGER && Math.abs(values[entry]) <= Number.MAX_SAFE_INTEGER)
        data[word + 1] = sum
      else this.addExact(word + 1, wide.get(entry) ?? BigInt(values[entry]))
    }
  }

  private addExact(word: number, value: bigint): void {
    const { data, wide } = this.words
    const total = (wide.get(word) ?? 0n) + BigInt(data[word]) + value
    data[word] = 0
    wide.set(word, total)
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    const { data, stride, wide } = this.words
    for (let at = 0; at < count; at++) {
      const target = targets[at] * stride + this.offset
      const source = sources[at] * stride + this.offset
      data[target] += data[source]
      const sum = data[target + 1] + data[source + 1]
      if (!this.integers || (sum <= Number.MAX_SAFE_INTEGER && sum >= -Number.MAX_SAFE_INTEGER)) data[target + 1] = sum
      else this.addExact(target + 1, BigInt(data[source + 1]))
      if (wide.size > 0) {
        const beside = wide.get(source + 1)
        if (beside !== undefined) this.addExact(target + 1, beside)
      }
    }
  }

  release(): void {}

  encode(slot: number, writer: ByteWriter): void {
    const word = slot * this.words.stride + this.offset
    writer.variable(this.words.data[word])
    writer.float64(this.words.data[word + 1])
    if (this.integers) writeValue(writer, this.words.wide.get(word + 1) ?? null)
  }

  decode(slot: number, reader: ByteReader): void {
    const word = slot * this.words.stride + this.offset
    this.words.data[word] = reader.variable()
    this.words.data[word + 1] = reader.float64()
    if (!this.integers) return
    const beside = readValue(reader)
    if (typeof beside === 'bigint') this.words.wide.set(word + 1, beside)
    else if (beside !== null) throw new StateError('state is damaged: not an integer sum; restore from another checkpoint')
    if (!Number.isSafeInteger(this.words.data[word + 1]))
      throw new StateError('state is damaged: not an integer sum; restore from another checkpoint')
  }

  count(slot: number): number {
    return this.words.data[slot * this.words.stride + this.offset]
  }

  /** Null without values. */
  sum(slot: number): number | bigint | null {
    const word = slot * this.words.stride + this.offset
    if (this.words.data[word] === 0) return null
    const beside = this.words.wide.size > 0 ? this.words.wide.get(word + 1) : undefined
    const sum = this.words.data[word + 1]
    return beside === undefined ? sum + 0 : canonicalInteger(beside + BigInt(sum))
  }
}
