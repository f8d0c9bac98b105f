import { identity } from './order'
import type { ExpectedValue, OracleValue } from './types'

// Taken once: test sandboxes look up globals slowly.
const { max, min, ceil, abs, sqrt } = Math

/** Rounding of doubles: relative to the value, and to what cancelled out. */
const RELATIVE_TOLERANCE = 1e-9
const CANCELLATION_TOLERANCE = 1e-13

const isValue = (actual: unknown): actual is OracleValue =>
  actual === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof actual) || actual instanceof Uint8Array

function acceptsDistinct(expected: ExpectedValue & { kind: 'distinct' }, actual: unknown): boolean {
  // Six standard errors, and one value for sets that are as small as the sketch is coarse.
  const tolerance = 1 + (expected.count * 6 * 1.04) / sqrt(2 ** expected.precision)
  return typeof actual === 'number' && abs(actual - expected.count) <= tolerance
}

function acceptsQuantile({ sorted, fraction, accuracy }: ExpectedValue & { kind: 'quantile' }, actual: unknown): boolean {
  if (typeof actual !== 'number') return false
  // Nothing is compacted below `accuracy` values.
  if (sorted.length < accuracy) return actual === sorted[max(1, ceil(fraction * sorted.length)) - 1]
  return sorted.includes(actual)
}

function acceptsFrequent({ counts, limit, capacity }: ExpectedValue & { kind: 'frequent' }, actual: unknown): boolean {
  if (!Array.isArray(actual) || actual.length !== min(limit, capacity, counts.length)) return false
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const slack = counts.length <= capacity ? 0 : total / capacity
  return actual.every((item: { value: unknown; count: unknown }, place) => {
    const { value, count } = item
    if (!isValue(value) || typeof count !== 'number' || Object.keys(item).join() !== 'value,count') return false
    const truth = counts.find(held => identity(held.value) === identity(value))
    if (truth === undefined || count < truth.count || count > truth.count + slack) return false
    return slack > 0 || identity(counts[place].value) === identity(value)
  })
}

/** Whether an engine may give this value. */
export function accepts(expected: ExpectedValue, actual: unknown): boolean {
  switch (expected.kind) {
    case 'exact':
      if (actual === expected.value) return true
      return actual instanceof Uint8Array && expected.value instanceof Uint8Array && identity(actual) === identity(expected.value)
    case 'double': {
      const tolerance = abs(expected.value) * RELATIVE_TOLERANCE + expected.magnitude * CANCELLATION_TOLERANCE
      return typeof actual === 'number' && abs(actual - expected.value) <= tolerance
    }
    case 'distinct':
      return acceptsDistinct(expected, actual)
    case 'quantile':
      return acceptsQuantile(expected, actual)
    case 'frequent':
      return acceptsFrequent(expected, actual)
    case 'overflow':
      return false
  }
}
