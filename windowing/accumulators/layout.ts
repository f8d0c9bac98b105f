import type { AggregateSpecification, AggregateValue } from '../aggregate'
import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import type { Accumulator } from './accumulator'
import { type AggregateFactories, createOutputs, type Output } from './outputs'
import { AggregateProblem } from './problem'
import { TimeRangeAccumulator } from './time-range'
import type { Words } from './words'

/** Estimated bytes of an integer beside the words: a map's entry and a bigint. */
const WIDE_BYTES = 80

export interface LayoutOptions {
  readonly aggregates: readonly AggregateSpecification[]
  readonly factories: AggregateFactories
  readonly partitionIndex: number
  /** Slots begin with first and last event time. */
  readonly timeRange: boolean
}

/** The accumulators of a specification, laid out in the words of a slot; equal ones are kept once. */
export class Layout implements Words {
  data = new Float64Array(0)
  readonly stride: number
  readonly wide = new Map<number, bigint>()
  readonly values: AggregateValue[]
  private readonly initial: Float64Array
  private readonly accumulators: Accumulator[] = []
  private readonly outputs: readonly Output[]

  constructor(options: LayoutOptions) {
    if (options.timeRange) this.accumulators.push(new TimeRangeAccumulator(this))
    this.outputs = createOutputs(options.aggregates, options.factories, options.partitionIndex, this, this.accumulators)
    const initial: number[] = []
    for (const accumulator of this.accumulators) {
      accumulator.offset = initial.length
      initial.push(...accumulator.initial)
    }
    this.initial = Float64Array.from(initial)
    this.stride = initial.length
    this.values = this.outputs.map(() => null)
  }

  get byteLength(): number {
    let bytes = this.data.byteLength + this.wide.size * WIDE_BYTES
    for (const accumulator of this.accumulators) bytes += accumulator.byteLength
    return bytes
  }

  /** Makes room for so many slots. */
  grow(slots: number): void {
    const larger = new Float64Array(slots * this.stride)
    larger.set(this.data)
    this.data = larger
  }

  reset(slot: number): void {
    const { data, stride, initial } = this
    const word = slot * stride
    for (let at = 0; at < stride; at++) data[word + at] = initial[at]
  }

  release(slot: number): void {
    for (const accumulator of this.accumulators) accumulator.release(slot)
    if (this.wide.size > 0) for (let at = 0; at < this.stride; at++) this.wide.delete(slot * this.stride + at)
  }

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    for (const accumulator of this.accumulators) accumulator.add(input, slots, from, to)
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    for (const accumulator of this.accumulators) accumulator.merge(targets, sources, count)
  }

  encode(slot: number, writer: ByteWriter): void {
    for (const accumulator of this.accumulators) accumulator.encode(slot, writer)
  }

  /** Into a slot that was just reset. */
  decode(slot: number, reader: ByteReader): void {
    for (const accumulator of this.accumulators) accumulator.decode(slot, reader)
  }

  /** Fills `values` with the finished row. Gives null, or what is wrong with it. */
  finish(slot: number): string | null {
    const { values, outputs } = this
    for (let at = 0; at < outputs.length; at++) {
      const value = outputs[at](slot)
      if (value instanceof AggregateProblem) return `${value.problem} (aggregate ${at})`
      values[at] = value
    }
    return null
  }
}
