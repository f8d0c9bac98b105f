import type { Value } from '../../pipeline'

/** A row of reference data: the values by which it is found, and those that it gives. */
export type LookupRow = readonly [key: readonly Value[], taken: readonly Value[]]

/** Rows of reference data by the columns that a lookup joins on: nested maps, so that keys need no text form. */
export class LookupTable {
  private readonly root = new Map<Value, unknown>()

  constructor(rows: readonly LookupRow[]) {
    for (const [key, taken] of rows) this.insert(key, taken)
  }

  /** The taken values of the row that matches; undefined where none does. A null matches nothing. */
  find(...key: readonly Value[]): readonly Value[] | undefined {
    let node: unknown = this.root
    for (const value of key) {
      if (!(node instanceof Map)) return undefined
      node = node.get(value)
    }
    return node as readonly Value[] | undefined
  }

  private insert(key: readonly Value[], taken: readonly Value[]): void {
    let node = this.root
    for (const value of key.slice(0, -1)) {
      let next = node.get(value)
      if (!(next instanceof Map)) {
        next = new Map<Value, unknown>()
        node.set(value, next)
      }
      node = next as Map<Value, unknown>
    }
    const last = key[key.length - 1]
    // rows are unique by their key; where they are not, the first stays
    if (!node.has(last)) node.set(last, taken)
  }
}
