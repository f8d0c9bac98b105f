import type { AggregateValue } from '../aggregate'
import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import { StateError } from '../state-error'
import { readValue, writeValue } from '../value-codec'
import type { Accumulator } from './accumulator'
import { canonicalInteger, numberColumn, objectColumn } from './columns'
import { SparseColumn } from './sparse-column'
import type { Words } from './words'

const TIME = 0
const PARTITION = 1
const VALUE = 2

export interface FirstOptions {
  readonly column: number
  readonly objects: boolean
  readonly keepNulls: boolean
  /** Instead of the first, the last. */
  readonly last: boolean
  readonly partitionIndex: number
}

/**
 * The first or last value by (time, partition, position). The position needs no word: entries of a partition come in its order, and
 * partials of one partition hold different times. NaN as time: none yet; NaN as value: null.
 */
export class FirstAccumulator implements Accumulator {
  readonly initial: readonly number[]
  offset = 0
  private readonly items = new SparseColumn<AggregateValue>()

  constructor(
    private readonly words: Words,
    private readonly options: FirstOptions,
  ) {
    this.initial = options.objects ? [Number.NaN, 0] : [Number.NaN, 0, Number.NaN]
  }

  get byteLength(): number {
    if (!this.options.objects) return 0
    return this.items.bytes(item => (typeof item === 'string' ? 24 + item.length : item instanceof Uint8Array ? 100 + item.length : 64))
  }

  /** Whether (time, partition), coming later in the log, takes the place of what the word holds. */
  private wins(word: number, time: number, partition: number): boolean {
    const { data } = this.words
    const current = data[word + TIME]
    if (time === current) return this.options.last ? partition >= data[word + PARTITION] : partition < data[word + PARTITION]
    return Number.isNaN(current) || (this.options.last ? time > current : time < current)
  }

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { column, objects, keepNulls, partitionIndex } = this.options
    const { data, stride } = this.words
    const numbers = objects ? null : numberColumn(input, column)
    const values = objects ? objectColumn(input, column).values : null
    for (let entry = from; entry < to; entry++) {
      if (slots[entry] < 0) continue
      const isNull =
        numbers === null ? values === null || values[entry] === null || values[entry] === undefined : numbers.nulls[entry] !== 0
      if (isNull && !keepNulls) continue
      const word = slots[entry] * stride + this.offset
      if (!this.wins(word, input.times[entry], partitionIndex)) continue
      data[word + TIME] = input.times[entry]
      data[word + PARTITION] = partitionIndex
      if (numbers === null) this.items.set(slots[entry], isNull || values === null ? null : (values[entry] as AggregateValue))
      else this.setNumber(word + VALUE, isNull ? Number.NaN : numbers.values[entry], isNull ? undefined : numbers.wide.get(entry))
    }
  }

  private setNumber(word: number, value: number, beside: bigint | undefined): void {
    const { data, wide } = this.words
    data[word] = value
    if (beside !== undefined) wide.set(word, beside)
    else if (wide.size > 0) wide.delete(word)
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    const { data, stride, wide } = this.words
    for (let at = 0; at < count; at++) {
      const source = sources[at] * stride + this.offset
      const target = targets[at] * stride + this.offset
      if (Number.isNaN(data[source]) || !this.wins(target, data[source], data[source + PARTITION])) continue
      data[target + TIME] = data[source + TIME]
      data[target + PARTITION] = data[source + PARTITION]
      if (this.options.objects) this.items.set(targets[at], this.items.get(sources[at]) ?? null)
      else this.setNumber(target + VALUE, data[source + VALUE], wide.get(source + VALUE))
    }
  }

  release(slot: number): void {
    this.items.clear(slot)
  }

  encode(slot: number, writer: ByteWriter): void {
    const word = slot * this.words.stride + this.offset
    writer.float64(this.words.data[word + TIME])
    writer.float64(this.words.data[word + PARTITION])
    writeValue(writer, this.raw(slot))
  }

  decode(slot: number, reader: ByteReader): void {
    const word = slot * this.words.stride + this.offset
    this.words.data[word + TIME] = reader.float64()
    this.words.data[word + PARTITION] = reader.float64()
    const value = readValue(reader)
    if (this.options.objects) this.items.set(slot, value)
    else if (typeof value === 'bigint') this.setNumber(word + VALUE, Number(value), value)
    else if (typeof value === 'number') this.words.data[word + VALUE] = value
    else if (value !== null) throw new StateError('state is damaged: not a number; restore from another checkpoint')
  }

  private raw(slot: number): AggregateValue {
    if (this.options.objects) return this.items.get(slot) ?? null
    const word = slot * this.words.stride + this.offset + VALUE
    const value = this.words.data[word]
    return Number.isNaN(value) ? null : (this.words.wide.get(word) ?? value)
  }

  value(slot: number): AggregateValue {
    const value = this.raw(slot)
    return typeof value === 'bigint' && !this.options.objects ? canonicalInteger(value) : value
  }
}
