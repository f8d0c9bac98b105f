import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import { StateError } from '../state-error'
import { compareText } from '../text-order'
import { readValue, writeValue } from '../value-codec'
import type { Accumulator } from './accumulator'
import { canonicalInteger, numberColumn, objectColumn } from './columns'
import type { Words } from './words'

/** Least or greatest number of a column; integers beyond 2^53 are compared exactly. NaN: none yet. */
export class NumberExtremeAccumulator implements Accumulator {
  readonly initial = [Number.NaN]
  readonly byteLength = 0
  offset = 0

  constructor(
    private readonly words: Words,
    private readonly column: number,
    private readonly greatest: boolean,
  ) {}

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { nulls, values, wide } = numberColumn(input, this.column)
    const { data, stride } = this.words
    const { offset, greatest } = this
    // Negated, so that NaN gives way to everything.
    const exact = wide.size > 0 || this.words.wide.size > 0
    for (let entry = from; entry < to; entry++) {
      const slot = slots[entry]
      if (slot < 0 || nulls[entry] !== 0) continue
      const word = slot * stride + offset
      const value = values[entry]
      const current = data[word]
      if (exact) this.takeExact(word, value, wide.get(entry))
      else if (greatest ? !(value <= current) : !(value >= current)) data[word] = value
    }
  }

  private takeExact(word: number, value: number, beside: bigint | undefined): void {
    const { data, wide } = this.words
    const current = data[word]
    if (!Number.isNaN(current)) {
      const currentBeside = wide.get(word)
      if (value !== current || (beside === undefined && currentBeside === undefined)) {
        if (this.greatest ? value <= current : value >= current) return
      } else {
        // The same nearest double: the exact values decide.
        const left = beside ?? BigInt(value)
        const right = currentBeside ?? BigInt(current)
        if (this.greatest ? left <= right : left >= right) return
      }
    }
    data[word] = value
    if (beside === undefined) wide.delete(word)
    else wide.set(word, beside)
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    const { data, stride, wide } = this.words
    for (let at = 0; at < count; at++) {
      const source = sources[at] * stride + this.offset
      if (!Number.isNaN(data[source])) this.takeExact(targets[at] * stride + this.offset, data[source], wide.get(source))
    }
  }

  release(): void {}

  encode(slot: number, writer: ByteWriter): void {
    const word = slot * this.words.stride + this.offset
    const beside = this.words.wide.get(word)
    writer.uint8(beside === undefined ? 0 : 1)
    if (beside === undefined) writer.float64(this.words.data[word])
    else writeValue(writer, beside)
  }

  decode(slot: number, reader: ByteReader): void {
    const word = slot * this.words.stride + this.offset
    if (reader.uint8() === 0) {
      this.words.data[word] = reader.float64()
      return
    }
    const beside = readValue(reader)
    if (typeof beside !== 'bigint') throw new StateError('state is damaged: not an integer; restore from another checkpoint')
    this.words.data[word] = Number(beside)
    this.words.wide.set(word, beside)
  }

  extreme(slot: number): number | bigint | null {
    const word = slot * this.words.stride + this.offset
    const value = this.words.data[word]
    if (Number.isNaN(value)) return null
    const beside = this.words.wide.size > 0 ? this.words.wide.get(word) : undefined
    return beside === undefined ? value + 0 : canonicalInteger(beside)
  }
}

/** Least or greatest string of a column, by code points. */
export class TextExtremeAccumulator implements Accumulator {
  readonly initial: readonly number[] = []
  offset = 0
  private readonly texts: (string | undefined)[] = []
  private units = 0

  constructor(
    private readonly column: number,
    private readonly greatest: boolean,
  ) {}

  get byteLength(): number {
    return this.texts.length * 8 + this.units * 2
  }

  private take(slot: number, text: string): void {
    const current = this.texts[slot]
    if (current !== undefined) {
      const order = compareText(text, current)
      if (this.greatest ? order <= 0 : order >= 0) return
      this.units -= current.length
    }
    while (this.texts.length < slot) this.texts.push(undefined)
    this.texts[slot] = text
    this.units += text.length
  }

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { values } = objectColumn(input, this.column)
    for (let entry = from; entry < to; entry++) {
      const value = values[entry]
      if (slots[entry] < 0 || value === null || value === undefined) continue
      if (typeof value !== 'string') throw new TypeError(`min and max of objects got ${typeof value}, but take strings`)
      this.take(slots[entry], value)
    }
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    for (let at = 0; at < count; at++) {
      const text = this.texts[sources[at]]
      if (text !== undefined) this.take(targets[at], text)
    }
  }

  release(slot: number): void {
    this.units -= this.texts[slot]?.length ?? 0
    if (slot < this.texts.length) this.texts[slot] = undefined
  }

  encode(slot: number, writer: ByteWriter): void {
    writeValue(writer, this.texts[slot] ?? null)
  }

  decode(slot: number, reader: ByteReader): void {
    const text = readValue(reader)
    if (typeof text === 'string') this.take(slot, text)
    else if (text !== null) throw new StateError('state is damaged: not a text; restore from another checkpoint')
  }

  extreme(slot: number): string | null {
    return this.texts[slot] ?? null
  }
}
