/** A growing list of doubles. */
export class DoubleList {
  length = 0
  private values = new Float64Array(4)

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
  }

  /** A sorted copy. */
  sorted(): Float64Array {
    return this.values.slice(0, this.length).sort()
  }
}
