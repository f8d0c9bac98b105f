import type { Value } from '../../pipeline'
import type { ValueColumn } from '../../windowing'

/** A column that the program fills itself. */
export interface OwnColumn {
  readonly column: ValueColumn
  /** Null is null; booleans are 0 and 1; wide integers are bigints. Entries rise, but may be written again after a failure. */
  put(entry: number, value: Value): void
  clear(): void
  /** The same with room for more entries, keeping what is there. */
  grown(capacity: number): OwnColumn
}

export class OwnNumbers implements OwnColumn {
  readonly column: Extract<ValueColumn, { kind: 'number' }>

  constructor(capacity: number) {
    this.column = { kind: 'number', values: new Float64Array(capacity), nulls: new Uint8Array(capacity), wide: new Map() }
  }

  put(entry: number, value: Value): void {
    const { values, nulls, wide } = this.column
    if (wide.size !== 0) wide.delete(entry)
    nulls[entry] = value === null ? 1 : 0
    values[entry] = typeof value === 'number' ? value : Number(value)
    if (typeof value === 'bigint') wide.set(entry, value)
  }

  clear(): void {
    this.column.wide.clear()
  }

  grown(capacity: number): OwnNumbers {
    const larger = new OwnNumbers(capacity)
    larger.column.values.set(this.column.values)
    larger.column.nulls.set(this.column.nulls)
    for (const [entry, value] of this.column.wide) larger.column.wide.set(entry, value)
    return larger
  }
}

export class OwnObjects implements OwnColumn {
  readonly column: Extract<ValueColumn, { kind: 'object' }>

  constructor(capacity: number) {
    this.column = { kind: 'object', values: new Array<Value>(capacity).fill(null) }
  }

  put(entry: number, value: Value): void {
    this.column.values[entry] = value
  }

  clear(): void {}

  grown(capacity: number): OwnObjects {
    const larger = new OwnObjects(capacity)
    for (const [entry, value] of this.column.values.entries()) larger.column.values[entry] = value
    return larger
  }
}
