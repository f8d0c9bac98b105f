const LEAST_CAPACITY = 8
/** Up to here insertion is quicker than a call of the engine's sort. */
const INSERTION_SORT_LIMIT = 32
/** An emptied list keeps no more room than this. */
const KEPT_CAPACITY = 64

/** A growing list of doubles; `values` may be longer than `length`. */
export class DoubleList {
  length = 0
  values = new Float64Array(LEAST_CAPACITY)

  get byteLength(): number {
    return this.values.byteLength
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.length * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }

  clear(): void {
    this.length = 0
    if (this.values.length > KEPT_CAPACITY) this.values = new Float64Array(LEAST_CAPACITY)
  }

  /** Sorts in place. */
  sort(): void {
    const { values, length } = this
    if (length > INSERTION_SORT_LIMIT) {
      values.subarray(0, length).sort()
      return
    }
    for (let end = 1; end < length; end++) {
      const value = values[end]
      let at = end
      for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1]
      values[at] = value
    }
  }
}
