import { FIRST_TIME, LAST_TIME } from './accumulators/time-range'
import { Deadlines } from './deadlines'
import { compareKeyBytes } from './key-order'
import type { KeyTable } from './key-table'
import type { Slots } from './slots'

const NONE = -1

/**
 * Open sessions: for each key a list of slots (mostly one), the latest first, linked through the slots' owners. A session and an event, or a piece, join iff
 * each starts less than the gap after the other's last event.
 */
export class Sessions {
  /** Key id → its first slot. */
  private heads = new Int32Array(64).fill(NONE)
  /** Slot → the later session before it in the list; so that closing the earliest of many is cheap. */
  private previous = new Int32Array(64)
  /** One entry for each session; its time is never later than the session's end. */
  private readonly deadlines = new Deadlines()
  private readonly target = new Int32Array(1)
  private readonly source = new Int32Array(1)

  constructor(
    private readonly keys: KeyTable,
    private readonly slots: Slots,
    private readonly gapMs: number,
  ) {}

  get byteLength(): number {
    return this.heads.byteLength + this.previous.byteLength + this.deadlines.byteLength
  }

  /** No session closes before it. */
  get nextClose(): number {
    return this.deadlines.next
  }

  isSession(slot: number): boolean {
    return this.slots.owners[slot] < 0
  }

  /**
   * The slot of the session that an event joins, widened to it, where the latest session alone decides (an event at or after its start, or no other
   * session); −1: none is, or `join` must look further.
   */
  joinLatest(key: number, time: number): number {
    const { data, stride } = this.slots.layout
    const slot = key < this.heads.length ? this.heads[key] : NONE
    if (slot === NONE) return -1
    const word = slot * stride
    if (time >= data[word + FIRST_TIME]) {
      if (time - data[word + LAST_TIME] >= this.gapMs) return -1
      if (time > data[word + LAST_TIME]) data[word + LAST_TIME] = time
      return slot
    }
    if (this.next(slot) !== NONE || data[word + FIRST_TIME] - time >= this.gapMs) return -1
    data[word + FIRST_TIME] = time
    return slot
  }

  /** How many sessions of the key [first, last] joins. */
  matches(key: number, first: number, last: number): number {
    let count = 0
    for (let slot = this.head(key); slot !== NONE && this.reaches(slot, first); slot = this.next(slot)) if (this.joins(slot, last)) count++
    return count
  }

  /** The slot of the session that [first, last] joins; it is new, or widened, or made of several that become one. */
  join(key: number, first: number, last: number): number {
    const found = this.matching(key, first, last)
    if (found.length === 0) return this.open(key, first, last)
    const slot = found[0]
    for (let at = 1; at < found.length; at++) this.absorb(slot, found[at])
    const { data, stride } = this.slots.layout
    const word = slot * stride
    if (first < data[word + FIRST_TIME]) data[word + FIRST_TIME] = first
    if (last > data[word + LAST_TIME]) data[word + LAST_TIME] = last
    this.slots.touch(slot)
    return slot
  }

  /** Joins sessions with the accumulators of a slot of the same key, which it takes over. */
  joinSlot(piece: number): void {
    const { data, stride } = this.slots.layout
    const slot = this.join(this.slots.keys[piece], data[piece * stride + FIRST_TIME], data[piece * stride + LAST_TIME])
    this.mergeSlots(slot, piece)
    this.keys.release(this.slots.keys[piece])
    this.slots.release(piece)
  }

  /** Makes room for a session that was restored: older states of it go. */
  replace(key: number, first: number, last: number): number {
    const { data, stride } = this.slots.layout
    for (const slot of this.matching(key, first, last)) {
      if (data[slot * stride + FIRST_TIME] >= first && data[slot * stride + LAST_TIME] <= last) this.retire(slot)
    }
    return this.open(key, first, last)
  }

  /** Slots of sessions that end at or before the watermark, sorted by (end, start, key). Each must be given to `close`. */
  expired(watermark: number): readonly number[] {
    const { deadlines, slots, gapMs } = this
    const { data, stride } = slots.layout
    const found: number[] = []
    while (deadlines.size > 0 && deadlines.next <= watermark) {
      const slot = deadlines.slot
      const end = data[slot * stride + LAST_TIME] + gapMs
      if (slots.keys[slot] < 0) {
        deadlines.pop()
        slots.recycle(slot)
      } else if (end > watermark) deadlines.postpone(end)
      else {
        deadlines.pop()
        found.push(slot)
      }
    }
    if (found.length > 1) found.sort((left, right) => this.compare(left, right))
    return found
  }

  /** Frees the slot of an expired session. */
  close(slot: number): void {
    this.unlink(slot)
    this.keys.release(this.slots.keys[slot])
    this.slots.release(slot)
  }

  /** After keys were renumbered. */
  renumber(renumbered: Int32Array): void {
    const heads = new Int32Array(this.keys.size + (this.keys.size >> 2) + 64).fill(NONE)
    for (let key = 0; key < renumbered.length && key < this.heads.length; key++)
      if (renumbered[key] >= 0) heads[renumbered[key]] = this.heads[key]
    this.heads = heads
  }

  private head(key: number): number {
    return key < this.heads.length ? this.heads[key] : NONE
  }

  private next(slot: number): number {
    return -2 - this.slots.owners[slot]
  }

  /** Whether a session ends after `first`; if it doesn't, those after it in the list don't either. */
  private reaches(slot: number, first: number): boolean {
    const { data, stride } = this.slots.layout
    return first - data[slot * stride + LAST_TIME] < this.gapMs
  }

  private joins(slot: number, last: number): boolean {
    const { data, stride } = this.slots.layout
    return data[slot * stride + FIRST_TIME] - last < this.gapMs
  }

  /** Earliest first. */
  private matching(key: number, first: number, last: number): number[] {
    const found: number[] = []
    for (let slot = this.head(key); slot !== NONE && this.reaches(slot, first); slot = this.next(slot))
      if (this.joins(slot, last)) found.push(slot)
    return found.reverse()
  }

  private open(key: number, first: number, last: number): number {
    if (key >= this.heads.length) {
      const heads = new Int32Array(key + (key >> 2) + 64).fill(NONE)
      heads.set(this.heads)
      this.heads = heads
    }
    const slot = this.slots.allocate(key, -2 - NONE)
    const { owners, layout } = this.slots
    const { data, stride } = layout
    data[slot * stride + FIRST_TIME] = first
    data[slot * stride + LAST_TIME] = last
    let before = NONE
    let after = this.heads[key]
    while (after !== NONE && data[after * stride + FIRST_TIME] > first) {
      before = after
      after = this.next(after)
    }
    owners[slot] = -2 - after
    if (slot >= this.previous.length) this.growPrevious()
    this.previous[slot] = before
    if (after !== NONE) this.previous[after] = slot
    if (before === NONE) this.heads[key] = slot
    else owners[before] = -2 - slot
    this.keys.retain(key)
    this.deadlines.push(last + this.gapMs, slot)
    return slot
  }

  private mergeSlots(target: number, source: number): void {
    this.target[0] = target
    this.source[0] = source
    this.slots.layout.merge(this.target, this.source, 1)
  }

  private absorb(target: number, source: number): void {
    this.mergeSlots(target, source)
    this.retire(source)
  }

  /** Takes a session away whose deadline is still in the heap; the slot is free when that comes up. */
  private retire(slot: number): void {
    this.unlink(slot)
    this.keys.release(this.slots.keys[slot])
    this.slots.retire(slot)
  }

  private unlink(slot: number): void {
    const { owners, keys } = this.slots
    const before = this.previous[slot]
    const after = this.next(slot)
    if (before === NONE) this.heads[keys[slot]] = after
    else owners[before] = owners[slot]
    if (after !== NONE) this.previous[after] = before
  }

  private growPrevious(): void {
    const previous = new Int32Array(this.slots.keys.length)
    previous.set(this.previous)
    this.previous = previous
  }

  private compare(left: number, right: number): number {
    const { data, stride } = this.slots.layout
    const byEnd = data[left * stride + LAST_TIME] - data[right * stride + LAST_TIME]
    if (byEnd !== 0) return byEnd
    const byStart = data[left * stride + FIRST_TIME] - data[right * stride + FIRST_TIME]
    return byStart !== 0 ? byStart : compareKeyBytes(this.keys, this.slots.keys[left], this.slots.keys[right])
  }
}
