import type { KeyTable } from './key-table'

/** Up to this many keys are compared directly. */
const SMALL = 24
/** Bytes of a key that are sorted at once. */
const PREFIX_BYTES = 4

function compareKeys(keys: KeyTable, left: number, right: number, depth: number): number {
  const { arena } = keys
  let a = keys.start(left) + depth
  let b = keys.start(right) + depth
  const aEnd = keys.end(left)
  const bEnd = keys.end(right)
  while (a < aEnd && b < bEnd) {
    const order = arena[a++] - arena[b++]
    if (order !== 0) return order
  }
  return aEnd - a - (bEnd - b)
}

/** Orders two keys by their bytes; a prefix comes first. */
export function compareKeyBytes(keys: KeyTable, left: number, right: number): number {
  return compareKeys(keys, left, right, 0)
}

/** Sorts slots by the bytes of their (different) keys: a radix sort by four bytes, then the runs of equal ones by the next four. */
export class KeySorter {
  private prefixes = new Uint32Array(0)
  private otherPrefixes = new Uint32Array(0)
  private otherSlots = new Int32Array(0)
  private counts = new Int32Array(0)

  constructor(
    private readonly keys: KeyTable,
    private readonly keyOfSlot: (slot: number) => number,
  ) {}

  sort(slots: Int32Array, count: number): void {
    if (count > SMALL && this.prefixes.length < count) {
      this.counts = new Int32Array(256)
      this.prefixes = new Uint32Array(count)
      this.otherPrefixes = new Uint32Array(count)
      this.otherSlots = new Int32Array(count)
    }
    this.sortRange(slots, 0, count, 0)
  }

  private sortRange(slots: Int32Array, from: number, to: number, depth: number): void {
    if (to - from <= SMALL) {
      this.insertionSort(slots, from, to, depth)
      return
    }
    const { prefixes } = this
    let different = 0
    for (let at = from; at < to; at++) {
      const prefix = this.prefix(this.keyOfSlot(slots[at]), depth)
      prefixes[at] = prefix
      different |= prefix ^ prefixes[from]
    }
    for (let shift = 0; shift < 32; shift += 8) if (((different >>> shift) & 255) !== 0) this.sortByte(slots, from, to, shift)
    this.sortRuns(slots, from, to, depth)
  }

  /** One stable pass by a byte of the prefixes. */
  private sortByte(slots: Int32Array, from: number, to: number, shift: number): void {
    const { prefixes, otherPrefixes, otherSlots, counts } = this
    counts.fill(0)
    for (let at = from; at < to; at++) counts[(prefixes[at] >>> shift) & 255]++
    let next = from
    for (let byte = 0; byte < 256; byte++) {
      const count = counts[byte]
      counts[byte] = next
      next += count
    }
    for (let at = from; at < to; at++) {
      const place = counts[(prefixes[at] >>> shift) & 255]++
      otherPrefixes[place] = prefixes[at]
      otherSlots[place] = slots[at]
    }
    prefixes.set(otherPrefixes.subarray(from, to), from)
    slots.set(otherSlots.subarray(from, to), from)
  }

  /** Sorts runs of equal prefixes. A range overwrites only its own prefixes, which were read by then. */
  private sortRuns(slots: Int32Array, from: number, to: number, depth: number): void {
    const { prefixes } = this
    let start = from
    for (let at = from + 1; at <= to; at++) {
      if (at < to && prefixes[at] === prefixes[start]) continue
      if (at - start > SMALL) this.sortRange(slots, this.sortEnded(slots, start, at, depth), at, depth + PREFIX_BYTES)
      else if (at - start > 1) this.insertionSort(slots, start, at, depth)
      start = at
    }
  }

  /** Brings keys that end within the prefix to the front of its run, the shortest first, and gives the index behind them. */
  private sortEnded(slots: Int32Array, from: number, to: number, depth: number): number {
    const { keys } = this
    let ended = from
    for (let at = from; at < to; at++) {
      const slot = slots[at]
      const key = this.keyOfSlot(slot)
      if (keys.end(key) - keys.start(key) > depth + PREFIX_BYTES) continue
      slots[at] = slots[ended]
      slots[ended++] = slot
    }
    this.insertionSort(slots, from, ended, depth)
    return ended
  }

  /** Four bytes from `depth`, with zeros behind a key's end. */
  private prefix(key: number, depth: number): number {
    const { arena } = this.keys
    const start = this.keys.start(key) + depth
    const left = this.keys.end(key) - start
    if (left >= 4) return ((arena[start] << 24) | (arena[start + 1] << 16) | (arena[start + 2] << 8) | arena[start + 3]) >>> 0
    let prefix = 0
    for (let at = 0; at < left; at++) prefix |= arena[start + at] << (24 - 8 * at)
    return prefix >>> 0
  }

  private insertionSort(slots: Int32Array, from: number, to: number, depth: number): void {
    for (let at = from + 1; at < to; at++) {
      const slot = slots[at]
      const key = this.keyOfSlot(slot)
      let place = at
      while (place > from && compareKeys(this.keys, this.keyOfSlot(slots[place - 1]), key, depth) > 0) {
        slots[place] = slots[place - 1]
        place--
      }
      slots[place] = slot
    }
  }
}
