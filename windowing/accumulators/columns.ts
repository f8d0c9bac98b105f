import type { AggregateSpecification, InputKind } from '../aggregate'
import type { ValueColumn, WindowInput } from '../input'

/** Thrown for a caller's mistake, not for data. */
function mismatch(index: number, wanted: string, got: string): TypeError {
  return new TypeError(`input column ${index} is ${got}, but the aggregate takes ${wanted}: give a column of that kind`)
}

export function numberColumn(input: WindowInput, index: number): Extract<ValueColumn, { kind: 'number' }> {
  const column = input.columns[index]
  if (column?.kind !== 'number') throw mismatch(index, 'numbers', column?.kind ?? 'missing')
  return column
}

export function objectColumn(input: WindowInput, index: number): Extract<ValueColumn, { kind: 'object' }> {
  const column = input.columns[index]
  if (column?.kind !== 'object') throw mismatch(index, 'objects', column?.kind ?? 'missing')
  return column
}

/** Aggregates of numbers only. */
export function requireNumbers(aggregate: AggregateSpecification['aggregate'], input: InputKind): void {
  if (input === 'object') throw new TypeError(`${aggregate} got an input of objects, but takes integers or doubles`)
}

const MAXIMUM_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** The one representation of an integer: a number where safe, else a bigint. */
export function canonicalInteger(value: bigint): number | bigint {
  return value <= MAXIMUM_SAFE && value >= -MAXIMUM_SAFE ? Number(value) : value
}
