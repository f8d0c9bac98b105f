import { CounterHeap } from './counter-heap'
import { FrameReader, FrameWriter, SPACE_SAVING } from './frame'
import { canonical, integerBetween, type Sketch, type SketchValue } from './sketch'
import { compareValues, readValue, valueBytes, writeValue } from './value'
import { ValueMap } from './value-map'

const MOST_CAPACITY = 65_536

/** A value with the number of times that it was added, at most. */
export interface FrequentValue {
  readonly value: SketchValue
  readonly count: number
}

/** A counter of the sketch; `heapCount` is what the heap was last told. */
export interface Counter {
  readonly value: SketchValue
  count: number
  heapCount: number
}

const byFrequency = (left: FrequentValue, right: FrequentValue) => right.count - left.count || compareValues(left.value, right.value)

/**
 * The most frequent values: Space-Saving (Metwally et al. 2005) with `capacity` counters. A count is never too low, and too
 * high by at most n/capacity after n values; every value that was added more often than that is held. Merging keeps both
 * (Agarwal et al., "Mergeable summaries", 2012). Equal counts are ordered by value, so that a.merge(b) equals b.merge(a)
 * and nothing depends on the order of insertion into a map.
 */
export class SpaceSaving implements Sketch<SketchValue> {
  private count = 0
  /**
   * A value without a counter was added at most this often. With it, Σ(counter − floor) + capacity · floor ≤ n holds after every
   * step, merges included, which is the bound: floor ≤ n/capacity.
   */
  private floor = 0
  private readonly counters = new ValueMap<Counter>()
  private heap: CounterHeap | null = null
  private valuesBytes = 0

  constructor(readonly capacity: number) {
    integerBetween('capacity', capacity, 1, MOST_CAPACITY)
  }

  add(value: SketchValue): void {
    this.count++
    const held = this.counters.get(value)
    if (held !== undefined) held.count++
    else if (this.counters.size < this.capacity) this.insert(value, this.floor + 1)
    else this.replaceLeast(value)
  }

  private insert(value: SketchValue, count: number): void {
    // A copy of bytes: the caller may reuse its buffer.
    const kept = value instanceof Uint8Array ? value.slice() : canonical(value)
    const counter: Counter = { value: kept, count, heapCount: count }
    this.counters.set(kept, counter)
    this.valuesBytes += valueBytes(kept)
    this.heap?.push(counter)
  }

  private replaceLeast(value: SketchValue): void {
    this.heap ??= new CounterHeap(this.counters.values())
    const least = this.heap.popLeast()
    this.counters.delete(least.value)
    this.valuesBytes -= valueBytes(least.value)
    this.floor = least.count
    this.insert(value, least.count + 1)
  }

  merge(other: this): void {
    if (other.capacity !== this.capacity)
      throw new RangeError(`a sketch of capacity ${other.capacity} can't be merged into one of capacity ${this.capacity}: use one capacity`)
    const joined: FrequentValue[] = []
    for (const { value, count } of this.counters.values())
      joined.push({ value, count: count + (other.counters.get(value)?.count ?? other.floor) })
    for (const { value, count } of other.counters.values())
      if (this.counters.get(value) === undefined) joined.push({ value, count: count + this.floor })
    joined.sort(byFrequency)
    this.count += other.count
    this.floor = joined.length > this.capacity ? joined[this.capacity].count : this.floor + other.floor
    this.counters.clear()
    this.heap = null
    this.valuesBytes = 0
    for (const { value, count } of joined.slice(0, this.capacity)) this.insert(value, count)
  }

  /** At most `limit` values, the most frequent first, equal counts by value: booleans, numbers, strings (by code point), bytes. */
  result(limit: number): FrequentValue[] {
    const all = [...this.counters.values()].map(({ value, count }) => ({ value, count }))
    return all.sort(byFrequency).slice(0, limit)
  }

  get byteLength(): number {
    return 128 + this.counters.size * 96 + this.valuesBytes
  }

  encode(): Uint8Array {
    const writer = new FrameWriter(SPACE_SAVING, 32 + this.counters.size * 13 + this.valuesBytes)
    writer.uint32(this.capacity)
    writer.double(this.count)
    writer.double(this.floor)
    writer.uint32(this.counters.size)
    for (const { value, count } of this.result(this.capacity)) {
      writer.double(count)
      writeValue(value, writer)
    }
    return writer.finish()
  }

  /** Throws `SketchError` on bytes that `encode` didn't give. */
  static decode(bytes: Uint8Array): SpaceSaving {
    const reader = new FrameReader(bytes, SPACE_SAVING)
    const capacity = reader.uint32()
    reader.check(capacity >= 1 && capacity <= MOST_CAPACITY, `capacity is ${capacity}`)
    const sketch = new SpaceSaving(capacity)
    sketch.count = reader.double()
    sketch.floor = reader.double()
    const size = reader.uint32()
    reader.check(size <= capacity, `${size} counters of ${capacity}`)
    let sum = 0
    for (let index = 0; index < size; index++) {
      const count = reader.double()
      reader.check(Number.isSafeInteger(count) && count >= 1 && count >= sketch.floor, `a counter is ${count}`)
      sum += count - sketch.floor
      sketch.insert(readValue(reader), count)
    }
    reader.check(sketch.counters.size === size, 'a value has two counters')
    const sound = Number.isSafeInteger(sketch.count) && Number.isSafeInteger(sketch.floor) && sketch.floor >= 0
    reader.check(sound && sum + capacity * sketch.floor <= sketch.count, `${sketch.count} values can't have given these counters`)
    reader.finish()
    return sketch
  }
}
