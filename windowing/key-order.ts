import type { KeyTable } from './key-table'

/** Up to this many keys are compared directly. */
const SMALL = 24

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

/**
 * Sorts slots by the bytes of their (different) keys, three bytes at a time: bytes and index go into one double, whose native sort is
 * many times faster than one that compares through a callback.
 */
export class KeySorter {
  private scratch = new Float64Array(256)
  private copy = new Int32Array(256)

  constructor(
    private readonly keys: KeyTable,
    private readonly keyOfSlot: (slot: number) => number,
  ) {}

  sort(slots: Int32Array, count: number): void {
    if (this.scratch.length < count) {
      this.scratch = new Float64Array(count)
      this.copy = new Int32Array(count)
    }
    this.sortRange(slots, 0, count, 0)
  }

  private sortRange(slots: Int32Array, from: number, to: number, depth: number): void {
    if (to - from <= SMALL) {
      this.insertionSort(slots, from, to, depth)
      return
    }
    const scratch = this.scratch
    let least = Number.POSITIVE_INFINITY
    let greatest = -1
    for (let at = from; at < to; at++) {
      const prefix = this.prefix(this.keyOfSlot(slots[at]), depth)
      if (prefix < least) least = prefix
      if (prefix > greatest) greatest = prefix
      scratch[at] = prefix * 0x4000000 + (at - from)
    }
    // Different keys with equal prefixes can't all have ended: an ended key's prefix holds its length.
    if (least === greatest) {
      this.sortRange(slots, from, to, depth + 3)
      return
    }
    scratch.subarray(from, to).sort()
    for (let at = from; at < to; at++) this.copy[at] = slots[from + (scratch[at] % 0x4000000)]
    slots.set(this.copy.subarray(from, to), from)
    this.sortRuns(slots, from, to, depth)
  }

  /** Sorts runs of equal prefixes. Their ends are collected first, since the scratch is used again below. */
  private sortRuns(slots: Int32Array, from: number, to: number, depth: number): void {
    const runs: number[] = []
    let start = from
    for (let at = from + 1; at <= to; at++) {
      if (at < to && Math.floor(this.scratch[at] / 0x4000000) === Math.floor(this.scratch[start] / 0x4000000)) continue
      if (at - start > 1) runs.push(start, at)
      start = at
    }
    for (let run = 0; run < runs.length; run += 2) this.sortRange(slots, runs[run], runs[run + 1], depth + 3)
  }

  /** Three bytes from `depth` and how many there are, in 26 bits. */
  private prefix(key: number, depth: number): number {
    const { arena } = this.keys
    const start = this.keys.start(key) + depth
    const left = this.keys.end(key) - start
    if (left >= 3) return arena[start] * 262144 + arena[start + 1] * 1024 + arena[start + 2] * 4 + 3
    if (left === 2) return arena[start] * 262144 + arena[start + 1] * 1024 + 2
    return left === 1 ? arena[start] * 262144 + 1 : 0
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
