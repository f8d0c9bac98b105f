import type { AggregateSpecification } from '../../windowing'
import { compareValues, identity } from './order'
import type { ExpectedValue, OracleValue } from './types'

// Taken once: test sandboxes look up globals slowly.
const { abs } = Math

/** A row that counts in a window, with its place among all partitions. */
export interface Contribution {
  readonly time: number
  readonly partition: number
  readonly ordinal: number
  readonly row: number
  readonly columns: readonly OracleValue[]
}

const LEAST_INT64 = -(2n ** 63n)
const MOST_INT64 = 2n ** 63n - 1n

/** Integers as results have them: a number where safe. */
function integer(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

function asInteger(value: OracleValue): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean' || typeof value === 'number') return BigInt(value)
  throw new TypeError(`${String(value)} is no integer`)
}

const exact = (value: OracleValue): ExpectedValue => ({ kind: 'exact', value })
const add = (left: bigint, right: bigint) => left + right

function sum(aggregate: AggregateSpecification & { aggregate: 'sum' }, values: readonly OracleValue[]): ExpectedValue {
  if (values.length === 0) return exact(null)
  if (aggregate.input === 'double') return double(values, 1)
  const total = values.map(asInteger).reduce(add)
  const most = aggregate.digits === undefined ? MOST_INT64 : 10n ** BigInt(aggregate.digits) - 1n
  const least = aggregate.digits === undefined ? LEAST_INT64 : -most
  return total < least || total > most ? { kind: 'overflow', value: total } : exact(integer(total))
}

function double(values: readonly OracleValue[], divisor: number): ExpectedValue {
  const numbers = values.map(Number)
  return {
    kind: 'double',
    value: numbers.reduce((left, right) => left + right) / divisor,
    magnitude: numbers.map(abs).reduce((left, right) => left + right) / divisor,
  }
}

function average(aggregate: AggregateSpecification & { aggregate: 'avg' }, values: readonly OracleValue[]): ExpectedValue {
  if (values.length === 0) return exact(null)
  const divisor = values.length * aggregate.divisor
  if (aggregate.input === 'double') return double(values, divisor)
  const value = Number(values.map(asInteger).reduce(add)) / divisor
  return { kind: 'double', value, magnitude: abs(value) }
}

/** By (time, partition, position), and then by place in an exploded event. */
function byPlace(left: Contribution, right: Contribution): number {
  return left.time - right.time || left.partition - right.partition || left.ordinal - right.ordinal || left.row - right.row
}

function frequencies(values: readonly OracleValue[]): { value: OracleValue; count: number }[] {
  const counts = new Map<string, { value: OracleValue; count: number }>()
  for (const value of values) {
    const held = counts.get(identity(value))
    if (held === undefined) counts.set(identity(value), { value, count: 1 })
    else held.count++
  }
  return [...counts.values()].sort((left, right) => right.count - left.count || compareValues(left.value, right.value))
}

/** What the aggregate gives for all the rows of a window. */
export function expectedValue(aggregate: AggregateSpecification, contributions: readonly Contribution[]): ExpectedValue {
  if (aggregate.column === -1) return exact(contributions.length)
  const inOrder = [...contributions].sort(byPlace).map(({ columns }) => columns[aggregate.column])
  const values = inOrder.filter(value => value !== null)
  const sorted = () => [...values].sort(compareValues)
  switch (aggregate.aggregate) {
    case 'count':
      return exact(values.length)
    case 'sum':
      return sum(aggregate, values)
    case 'avg':
      return average(aggregate, values)
    case 'min':
      return exact(sorted().at(0) ?? null)
    case 'max':
      return exact(sorted().at(-1) ?? null)
    case 'countDistinct':
      return exact(frequencies(values).length)
    case 'first':
      return exact((aggregate.keepNulls ? inOrder : values).at(0) ?? null)
    case 'last':
      return exact((aggregate.keepNulls ? inOrder : values).at(-1) ?? null)
    case 'approxCountDistinct':
      return values.length === 0 ? exact(null) : { kind: 'distinct', count: frequencies(values).length, precision: aggregate.precision }
    case 'quantile':
      if (values.length === 0) return exact(null)
      return { kind: 'quantile', sorted: sorted().map(Number), fraction: aggregate.fraction, accuracy: aggregate.accuracy }
    case 'topK':
      return { kind: 'frequent', counts: frequencies(values), limit: aggregate.limit, capacity: aggregate.capacity }
  }
}
