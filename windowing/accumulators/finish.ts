import type { AggregateValue } from '../aggregate'
import { AggregateProblem } from './problem'

const INT64_MAXIMUM = 2n ** 63n - 1n
const INT64_MINIMUM = -(2n ** 63n)

/** Checks a sum's range: int64, or `digits` decimal digits; doubles must be finite. */
export function finishSum(sum: number | bigint | null, integers: boolean, digits: number | undefined): AggregateValue | AggregateProblem {
  if (sum === null) return null
  if (!integers) return Number.isFinite(sum) ? sum : new AggregateProblem(`the sum of doubles is ${sum}, but must be finite`)
  if (typeof sum === 'number' && (digits === undefined || digits > 15)) return sum
  const exact = BigInt(sum)
  const maximum = digits === undefined ? INT64_MAXIMUM : 10n ** BigInt(digits) - 1n
  const minimum = digits === undefined ? INT64_MINIMUM : -maximum
  if (exact <= maximum && exact >= minimum) return sum
  const range = digits === undefined ? 'int64, −2^63 to 2^63 − 1' : `${digits} digits`
  return new AggregateProblem(`the sum is ${exact}, but must fit into ${range}`)
}

/** Sum by number of values by divisor; integers are exact up to the first division. */
export function average(sum: number | bigint | null, count: number, divisor: number): AggregateValue | AggregateProblem {
  if (sum === null) return null
  const value = Number(sum) / count / divisor
  return Number.isFinite(value) ? value : new AggregateProblem(`the average of doubles is ${value}, but must be finite`)
}
