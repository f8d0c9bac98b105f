import type { SketchValue } from './sketch'
import type { Counter } from './space-saving'
import { compareValues } from './value'

/** Any total order of values will do, so long as it is the same everywhere: strings take the engine's own comparison. */
function after(left: SketchValue, right: SketchValue): boolean {
  return typeof left === 'string' && typeof right === 'string' ? left > right : compareValues(left, right) > 0
}

/** Of equal counts the greatest value leaves first. */
const before = (left: Counter, right: Counter) =>
  left.heapCount !== right.heapCount ? left.heapCount < right.heapCount : after(left.value, right.value)

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
