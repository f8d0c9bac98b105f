import type { DataType, Expression, Reference, Value } from '../../pipeline'
import { compileExpression } from '../evaluate'
import type { LookupRow } from './lookup-table'

/**
 * The rows that a lookup can find. `take`: the columns that a match gives, in this order. `canonical[i]` brings a value of column `on[i]` to the form in which it is
 * looked up. Throws `TypeError` for a column that there is not.
 */
export function lookupRows(
  reference: Reference,
  on: readonly string[],
  take: readonly string[],
  canonical: readonly ((value: Value) => Value)[],
): readonly LookupRow[] {
  const indexOf = (name: string): number => {
    const index = reference.fields.findIndex(field => field.name === name)
    if (index < 0) throw new TypeError(`reference '${reference.name}' has no column '${name}': validate the definition first`)
    return index
  }
  const keys = on.map(indexOf)
  const taken = take.map(indexOf)
  return reference.rows.flatMap(row => {
    const key = keys.map((index, at) => canonical[at](row[index]))
    return key.includes(null) ? [] : [[key, taken.map(index => row[index])] as const]
  })
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
