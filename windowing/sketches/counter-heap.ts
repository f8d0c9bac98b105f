import type { Counter } from './space-saving'
import { compareValues } from './value'

/** Of equal counts the greatest value leaves first: results put it last. */
const before = (left: Counter, right: Counter) =>
  left.heapCount !== right.heapCount ? left.heapCount < right.heapCount : compareValues(left.value, right.value) > 0

/**
 * Finds the least counter. Counting up doesn't touch the heap: its order follows `heapCount`, which is never above the count, and is
 * brought up to date only for counters that reach the top.
 */
export class CounterHeap {
  private readonly counters: Counter[] = []

  constructor(counters: Iterable<Counter>) {
    for (const counter of counters) {
      counter.heapCount = counter.count
      this.push(counter)
    }
  }

  push(counter: Counter): void {
    const { counters } = this
    let at = counters.push(counter) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(counter, counters[parent])) break
      counters[at] = counters[parent]
      at = parent
    }
    counters[at] = counter
  }

  /** Removes the counter that is least in truth. */
  popLeast(): Counter {
    const { counters } = this
    let least = counters[0]
    while (least.heapCount !== least.count) {
      least.heapCount = least.count
      this.sink(least)
      least = counters[0]
    }
    const last = counters.pop()
    if (last !== undefined && last !== least) this.sink(last)
    return least
  }

  /** Puts `counter` in the place of the top. */
  private sink(counter: Counter): void {
    const { counters } = this
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= counters.length) break
      if (child + 1 < counters.length && before(counters[child + 1], counters[child])) child++
      if (!before(counters[child], counter)) break
      counters[at] = counters[child]
      at = child
    }
    counters[at] = counter
  }
}
