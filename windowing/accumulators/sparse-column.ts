/** One optional object for each slot, as a dense array. */
export class SparseColumn<T> {
  private readonly items: (T | undefined)[] = []

  get(slot: number): T | undefined {
    return this.items[slot]
  }

  set(slot: number, item: T): void {
    while (this.items.length < slot) this.items.push(undefined)
    this.items[slot] = item
  }

  clear(slot: number): void {
    if (slot < this.items.length) this.items[slot] = undefined
  }

  /** Eight bytes for each place, and what each item takes. */
  bytes(size: (item: T) => number): number {
    let total = this.items.length * 8
    for (const item of this.items) if (item !== undefined) total += size(item)
    return total
  }
}
