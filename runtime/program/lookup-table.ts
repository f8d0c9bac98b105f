import type { DataType, Expression, Reference, Value } from '../../pipeline'
import { compileExpression } from '../evaluate'

/** Rows of reference data by the columns that a lookup joins on: nested maps, so that keys need no text form. */
export class LookupTable {
  private readonly root = new Map<Value, unknown>()

  /**
   * `take`: the columns that a match gives, in this order. `canonical[i]` brings a value of column `on[i]` to the form in which it is looked up.
   * Throws `TypeError` for a column that there is not.
   */
  constructor(reference: Reference, on: readonly string[], take: readonly string[], canonical: readonly ((value: Value) => Value)[]) {
    const indexOf = (name: string): number => {
      const index = reference.fields.findIndex(field => field.name === name)
      if (index < 0) throw new TypeError(`reference '${reference.name}' has no column '${name}': validate the definition first`)
      return index
    }
    const keys = on.map(indexOf)
    const taken = take.map(indexOf)
    for (const row of reference.rows) {
      const values = keys.map((index, at) => canonical[at](row[index]))
      if (values.includes(null)) continue
      this.insert(
        values,
        taken.map(index => row[index]),
      )
    }
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

export function typeOfColumn(reference: Reference, column: string): DataType | undefined {
  return reference.fields.find(field => field.name === column)?.type
}

/** The type in which both sides are compared; undefined where they are alike already. */
export function lookupType(expression: DataType, column: DataType | undefined): DataType | undefined {
  if (column === undefined || (expression.kind !== 'decimal' && column.kind !== 'decimal')) return undefined
  const scale = Math.max(expression.kind === 'decimal' ? expression.scale : 0, column.kind === 'decimal' ? column.scale : 0)
  // wider than any declared decimal, so that no value is beyond it
  return { kind: 'decimal', precision: 38 + scale, scale }
}

export function widened(expression: Expression, type: DataType | undefined): Expression {
  return type === undefined ? expression : { node: 'cast', argument: expression, type, nullable: expression.nullable }
}

export function converterTo(from: DataType | undefined, to: DataType | undefined): (value: Value) => Value {
  if (from === undefined || to === undefined) return value => value
  const convert = compileExpression(widened({ node: 'field', path: ['value'], type: from, nullable: true }, to))
  return value => convert({ value })
}
