import { KEY_FIELDS, type KeyTable, LAST_PANE, LAST_SLOT } from './key-table'
import type { Slots } from './slots'

const { imul } = Math

const INITIAL_PANE = 16

/** The keys of one stretch of event time (and of one producer): key id → slot, by open addressing. */
export class Pane {
  /** Slots; −1: empty. The power of two is `2^(32 − shift)`. */
  table = new Int32Array(INITIAL_PANE).fill(-1)
  shift = 28
  count = 0

  constructor(
    /** Where it starts (in a merge of windows: where the window ends), epoch ms. */
    readonly time: number,
    readonly producer: number,
    /** Never used again for another pane, so that keys may remember it. */
    readonly sequence: number,
  ) {}
}

/** Open panes, sorted by (time, producer). */
export class Panes {
  readonly sorted: Pane[] = []
  private readonly bySequence = new Map<number, Pane>()
  private sequence = 0

  constructor(
    private readonly keys: KeyTable,
    private readonly slots: Slots,
  ) {}

  get byteLength(): number {
    let bytes = 0
    for (const pane of this.sorted) bytes += pane.table.byteLength + 120
    return bytes
  }

  /** Index of the first pane at or after (time, producer). */
  private indexOf(time: number, producer: number): number {
    const { sorted } = this
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      const pane = sorted[middle]
      if (pane.time < time || (pane.time === time && pane.producer < producer)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The pane at a time, new if need be. */
  at(time: number, producer: number): Pane {
    const index = this.indexOf(time, producer)
    const present = this.sorted[index]
    if (present !== undefined && present.time === time && present.producer === producer) return present
    const pane = new Pane(time, producer, this.sequence++)
    this.sorted.splice(index, 0, pane)
    this.bySequence.set(pane.sequence, pane)
    return pane
  }

  ofSlot(slot: number): Pane | undefined {
    return this.bySequence.get(this.slots.owners[slot])
  }

  /** Panes with a time from `first` to `last`, in order. */
  between(first: number, last: number): Pane[] {
    const found: Pane[] = []
    for (let index = this.indexOf(first, 0); index < this.sorted.length && this.sorted[index].time <= last; index++)
      found.push(this.sorted[index])
    return found
  }

  /** The slot of a key in a pane, new if need be. */
  slot(pane: Pane, key: number): number {
    const { records } = this.keys
    const record = key * KEY_FIELDS
    if (records[record + LAST_PANE] === pane.sequence) return records[record + LAST_SLOT]
    const slot = this.find(pane, key)
    records[record + LAST_PANE] = pane.sequence
    records[record + LAST_SLOT] = slot
    return slot
  }

  private find(pane: Pane, key: number): number {
    const { table, shift } = pane
    const { keys } = this.slots
    const mask = table.length - 1
    let at = imul(key, 0x9e3779b1) >>> shift
    for (let slot = table[at]; slot >= 0; slot = table[at]) {
      if (keys[slot] === key) return slot
      at = (at + 1) & mask
    }
    const slot = this.slots.allocate(key, pane.sequence)
    this.keys.retain(key)
    table[at] = slot
    pane.count++
    if (pane.count * 10 > table.length * 7) this.rebuild(pane, table.length * 2)
    return slot
  }

  /** Slots of a pane, in no particular order. */
  slotsOf(pane: Pane, into: Int32Array): number {
    let count = 0
    for (const slot of pane.table) if (slot >= 0) into[count++] = slot
    return count
  }

  /** Forgets the first `count` panes. Slots are released unless they found another owner. */
  drop(count: number, keepSlots = false): void {
    for (const pane of this.sorted.splice(0, count)) {
      this.bySequence.delete(pane.sequence)
      if (keepSlots) continue
      for (const slot of pane.table) {
        if (slot < 0) continue
        this.keys.release(this.slots.keys[slot])
        this.slots.release(slot)
      }
    }
  }

  /** After keys were renumbered. */
  rebuildAll(): void {
    for (const pane of this.sorted) this.rebuild(pane, pane.table.length)
  }

  private rebuild(pane: Pane, size: number): void {
    const before = pane.table
    const table = new Int32Array(size).fill(-1)
    const shift = 32 - Math.log2(size)
    const mask = size - 1
    const { keys } = this.slots
    for (const slot of before) {
      if (slot < 0) continue
      let at = imul(keys[slot], 0x9e3779b1) >>> shift
      while (table[at] >= 0) at = (at + 1) & mask
      table[at] = slot
    }
    pane.table = table
    pane.shift = shift
  }
}
