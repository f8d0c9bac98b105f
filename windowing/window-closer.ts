import { KeySorter } from './key-order'
import type { KeyTable } from './key-table'
import type { Pane, Panes } from './panes'
import type { Slots } from './slots'

/**
 * Joins the panes of a closing window into one slot for each key, sorted by key. A key of a single pane needs no copy; others
 * are merged, pane after pane, into passing slots.
 */
export class WindowCloser {
  /** The sorted slots of the window. */
  slots = new Int32Array(0)
  private count = 0
  private sources = new Int32Array(0)
  private targets = new Int32Array(0)
  /** Key id → 1 + index into `slots`. */
  private indexOfKey = new Int32Array(0)
  private passing: number[] = []
  private readonly sorter: KeySorter

  constructor(
    private readonly keys: KeyTable,
    private readonly store: Slots,
    private readonly panes: Panes,
  ) {
    this.sorter = new KeySorter(keys, slot => store.keys[slot])
  }

  get byteLength(): number {
    return this.slots.byteLength + this.sources.byteLength + this.targets.byteLength + this.indexOfKey.byteLength
  }

  /** Returns the number of keys. `clear` must follow. */
  open(panes: readonly Pane[]): number {
    let total = 0
    for (const pane of panes) total += pane.count
    this.reserve(total)
    if (panes.length === 1) this.count = this.panes.slotsOf(panes[0], this.slots)
    else this.join(panes)
    this.sorter.sort(this.slots, this.count)
    return this.count
  }

  /** Frees passing slots. */
  clear(): void {
    for (const slot of this.passing) this.store.release(slot)
    this.passing.length = 0
  }

  private reserve(total: number): void {
    if (this.slots.length >= total) return
    const capacity = total + (total >> 2)
    this.slots = new Int32Array(capacity)
    this.sources = new Int32Array(capacity)
    this.targets = new Int32Array(capacity)
  }

  private join(panes: readonly Pane[]): void {
    if (this.indexOfKey.length < this.keys.size) this.indexOfKey = new Int32Array(this.keys.size + (this.keys.size >> 2))
    this.count = 0
    for (const pane of panes) this.joinPane(pane)
    const { keys } = this.store
    for (let at = 0; at < this.count; at++) this.indexOfKey[keys[this.slots[at]]] = 0
  }

  private joinPane(pane: Pane): void {
    const { indexOfKey, slots, sources, targets, store } = this
    let merges = 0
    for (const slot of pane.table) {
      if (slot < 0) continue
      const key = store.keys[slot]
      const known = indexOfKey[key]
      if (known === 0) {
        slots[this.count++] = slot
        indexOfKey[key] = this.count
        continue
      }
      targets[merges] = this.passingSlot(known - 1)
      sources[merges++] = slot
    }
    store.layout.merge(targets, sources, merges)
  }

  /** The slot at an index, as one that may be changed. */
  private passingSlot(index: number): number {
    const slot = this.slots[index]
    if (this.store.owners[slot] === PASSING) return slot
    const copy = this.store.allocate(this.store.keys[slot], PASSING)
    this.copyTarget[0] = copy
    this.copySource[0] = slot
    this.store.layout.merge(this.copyTarget, this.copySource, 1)
    this.slots[index] = copy
    this.passing.push(copy)
    return copy
  }

  private readonly copyTarget = new Int32Array(1)
  private readonly copySource = new Int32Array(1)
}

/** The owner of passing slots: no pane and no session. */
const PASSING = -0x80000000
