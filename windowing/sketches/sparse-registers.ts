const LEAST_CAPACITY = 8

/**
 * The registers that are set, of a sketch with few values: an open-addressed table of `index · 64 + rank` (rank is at least 1,
 * so that 0 is a free place), which takes memory in proportion to their number.
 */
export class SparseRegisters {
  count = 0
  private table = new Uint32Array(LEAST_CAPACITY)

  get byteLength(): number {
    return this.table.byteLength
  }

  /** Sets the register to `rank` unless it is higher already. */
  raise(index: number, rank: number): void {
    const table = this.table
    const mask = table.length - 1
    // Indexes are bits of a hash already.
    let at = index & mask
    while (table[at] !== 0 && table[at] >>> 6 !== index) at = (at + 1) & mask
    const held = table[at]
    if (held !== 0) {
      if ((held & 63) < rank) table[at] = (index << 6) | rank
      return
    }
    table[at] = (index << 6) | rank
    this.count++
    if (this.count * 4 > table.length * 3) this.grow()
  }

  private grow(): void {
    const old = this.table
    this.table = new Uint32Array(old.length * 2)
    this.count = 0
    for (const entry of old) if (entry !== 0) this.raise(entry >>> 6, entry & 63)
  }

  forEach(visit: (index: number, rank: number) => void): void {
    for (const entry of this.table) if (entry !== 0) visit(entry >>> 6, entry & 63)
  }

  /** The set registers as `index · 64 + rank`, rising. */
  sorted(): Uint32Array {
    return this.table.filter(entry => entry !== 0).sort()
  }
}
