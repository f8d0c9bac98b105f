import type { DataType, Value } from '../../pipeline'
import type { LookupStep, WrittenLookup } from '../sql/dialect'

/** Rows that a lookup may have: each is a branch of a CASE. */
export const MOST_LOOKUP_ROWS = 500

/**
 * Reference data as a CASE for each field that is taken. A join would hold all events in state (its other side might change), and it takes the
 * time attribute away, without which there is no window behind it.
 */
export function writeLookup(
  { join, reference, on, take }: LookupStep,
  keys: readonly string[],
  literal: (value: Value, type: DataType) => string,
): WrittenLookup {
  const indexOf = (name: string) => reference.fields.findIndex(field => field.name === name)
  const columns = on.map(({ column }) => indexOf(column))
  // Null equals nothing: a row with a null key is never found.
  const rows = reference.rows.filter(row => columns.every(column => row[column] !== null))
  const text = (row: readonly Value[], column: number) => literal(row[column], reference.fields[column].type)
  const conditions = rows.map(row => columns.map((column, index) => `${keys[index]} = ${text(row, column)}`).join(' AND '))
  const taken = take.map((name): readonly [string, string] => {
    const column = indexOf(name)
    const type = reference.fields[column].type
    if (rows.length === 0) return [name, literal(null, type)]
    const branches = rows.map((row, index) => `WHEN ${conditions[index]} THEN ${text(row, column)}`)
    return [name, `CASE ${branches.join(' ')} ELSE ${literal(null, type)} END`]
  })
  return { where: join === 'left' ? undefined : found(keys, conditions, rows, columns, text), columns: new Map(taken) }
}

function found(
  keys: readonly string[],
  conditions: readonly string[],
  rows: readonly (readonly Value[])[],
  columns: readonly number[],
  text: (row: readonly Value[], column: number) => string,
): string {
  if (rows.length === 0) return 'FALSE'
  if (keys.length === 1) return `${keys[0]} IN (${rows.map(row => text(row, columns[0])).join(', ')})`
  return `(${conditions.map(condition => `(${condition})`).join(' OR ')})`
}
