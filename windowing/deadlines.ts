/** A binary heap of (time, slot), least time first. */
export class Deadlines {
  private times = new Float64Array(64)
  private slots = new Int32Array(64)
  private count = 0

  get byteLength(): number {
    return this.times.byteLength + this.slots.byteLength
  }

  get size(): number {
    return this.count
  }

  /** +Infinity when empty. */
  get next(): number {
    return this.count > 0 ? this.times[0] : Number.POSITIVE_INFINITY
  }

  /** The slot of the least time. */
  get slot(): number {
    return this.slots[0]
  }

  clear(): void {
    this.count = 0
  }

  push(time: number, slot: number): void {
    if (this.count === this.times.length) this.grow()
    const { times, slots } = this
    let at = this.count++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (times[parent] <= time) break
      times[at] = times[parent]
      slots[at] = slots[parent]
      at = parent
    }
    times[at] = time
    slots[at] = slot
  }

  /** Removes the least. */
  pop(): void {
    this.count--
    if (this.count > 0) this.sift(this.times[this.count], this.slots[this.count])
  }

  /** Gives the least a later time. */
  postpone(time: number): void {
    this.sift(time, this.slots[0])
  }

  private sift(time: number, slot: number): void {
    const { times, slots, count } = this
    let at = 0
    for (let child = 1; child < count; child = at * 2 + 1) {
      if (child + 1 < count && times[child + 1] < times[child]) child++
      if (times[child] >= time) break
      times[at] = times[child]
      slots[at] = slots[child]
      at = child
    }
    times[at] = time
    slots[at] = slot
  }

  private grow(): void {
    const capacity = this.count + (this.count >> 2) + 64
    const times = new Float64Array(capacity)
    const slots = new Int32Array(capacity)
    times.set(this.times)
    slots.set(this.slots)
    this.times = times
    this.slots = slots
  }
}
