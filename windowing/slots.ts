import type { Layout } from './accumulators/layout'

const INITIAL_SLOTS = 64
/** Values of `keys` for slots that hold nothing. */
const FREE = -1
const RETIRED = -2

/**
 * Slots of all windows, a slot being one key in one window: its key, its owner, its accumulators. Remembers which slots changed
 * since the last checkpoint.
 */
export class Slots {
  /** Key id; negative for slots that hold nothing. */
  keys = new Int32Array(INITIAL_SLOTS).fill(FREE)
  /** A pane's sequence number, or −2 − the next session of the same key (−1: none); the next free slot of a free one. */
  owners = new Int32Array(INITIAL_SLOTS)
  /** Slots in use. */
  open = 0
  private changed = new Uint8Array(INITIAL_SLOTS)
  private changes = new Int32Array(INITIAL_SLOTS)
  private changeCount = 0
  private used = 0
  private free = -1

  constructor(readonly layout: Layout) {
    layout.grow(INITIAL_SLOTS)
  }

  get byteLength(): number {
    return this.keys.byteLength + this.owners.byteLength + this.changed.byteLength + this.changes.byteLength + this.layout.byteLength
  }

  /** A slot with start values, marked as changed. */
  allocate(key: number, owner: number): number {
    let slot = this.free
    if (slot >= 0) this.free = this.owners[slot]
    else {
      if (this.used === this.keys.length) this.grow()
      slot = this.used++
    }
    this.keys[slot] = key
    this.owners[slot] = owner
    this.open++
    this.layout.reset(slot)
    this.touch(slot)
    return slot
  }

  release(slot: number): void {
    this.retire(slot)
    this.recycle(slot)
  }

  /** Empties a slot to which something still points; `recycle` makes it free. */
  retire(slot: number): void {
    this.layout.release(slot)
    this.keys[slot] = RETIRED
    this.open--
  }

  recycle(slot: number): void {
    this.keys[slot] = FREE
    this.owners[slot] = this.free
    this.free = slot
  }

  /** Marks a slot as changed. */
  touch(slot: number): void {
    if (this.changed[slot] === 0) {
      this.changed[slot] = 1
      if (this.changeCount === this.changes.length) this.changes = extended(this.changes, this.changeCount + (this.changeCount >> 2) + 64)
      this.changes[this.changeCount++] = slot
    }
  }

  /** Slots that changed since `settle` and still hold something, in the order of their first change. */
  changedSlots(): number[] {
    const slots: number[] = []
    for (let at = 0; at < this.changeCount; at++) if (this.keys[this.changes[at]] >= 0) slots.push(this.changes[at])
    return slots
  }

  usedSlots(): number[] {
    const slots: number[] = []
    for (let slot = 0; slot < this.used; slot++) if (this.keys[slot] >= 0) slots.push(slot)
    return slots
  }

  /** Forgets what changed. */
  settle(): void {
    for (let at = 0; at < this.changeCount; at++) this.changed[this.changes[at]] = 0
    this.changeCount = 0
    if (this.changes.length > 4096) this.changes = new Int32Array(INITIAL_SLOTS)
  }

  renumberKeys(renumbered: Int32Array): void {
    for (let slot = 0; slot < this.used; slot++) if (this.keys[slot] >= 0) this.keys[slot] = renumbered[this.keys[slot]]
  }

  private grow(): void {
    const capacity = this.used + (this.used >> 2) + INITIAL_SLOTS
    this.keys = extended(this.keys, capacity)
    this.owners = extended(this.owners, capacity)
    const changed = new Uint8Array(capacity)
    changed.set(this.changed)
    this.changed = changed
    this.layout.grow(capacity)
  }
}

function extended(array: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity)
  larger.set(array)
  return larger
}
