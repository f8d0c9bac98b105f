import type { Aggregate, AggregateName, DataType } from '../../pipeline'
import { lowered, type Rule, supported } from '../rule'
import { isDecimal } from '../sql/functions'
import type { YamlMap } from './yaml'

/** How Combine computes an aggregate. */
export interface PythonAggregate {
  /** One of Beam's own functions, or a class of `functions.py` with its parameters. */
  readonly combine: string | { readonly name: string; readonly parameters: YamlMap }
  /** The helper that checks the result: a sum may leave its type. */
  readonly checked?: string
  /** The input comes with its place in the log. */
  readonly ordered?: true
}

export type AggregateWriter = (aggregate: Aggregate, inputType: DataType) => PythonAggregate

const combined = (name: string, parameters: YamlMap = {}) => ({ combine: { name, parameters } })
/** Decimals are unscaled integers. */
const divisorOf = (type: DataType): YamlMap => (isDecimal(type) && type.scale > 0 ? { divisor: 10 ** type.scale } : {})
const byPlace =
  (name: string): AggregateWriter =>
  aggregate => ({
    ...combined(name, 'keepNulls' in aggregate && aggregate.keepNulls ? { keep_nulls: true } : {}),
    ordered: true,
  })
const EXACT = 'exactly, which is within every bound, and with every different value of a group in memory'

export const AGGREGATES: Readonly<Record<AggregateName, Rule<AggregateWriter>>> = {
  count: lowered("Beam's own count counts nulls: with an input a combine function counts the others", aggregate =>
    aggregate.aggregate === 'count' && aggregate.input === null ? { combine: 'count' } : combined('CountValues'),
  ),
  sum: lowered('a combine function that skips nulls; whether the sum fits its type is checked behind it', (_, type) => ({
    ...combined('Sum'),
    checked: `sum_${type.kind}`,
  })),
  avg: lowered('a combine function that skips nulls', (_, type) => combined('Average', divisorOf(type))),
  min: lowered('a combine function that skips nulls', () => combined('Least')),
  max: lowered('a combine function that skips nulls', () => combined('Greatest')),
  countDistinct: supported(() => combined('CountDistinct')),
  approxCountDistinct: lowered(EXACT, () => combined('ApproximateCountDistinct')),
  quantile: lowered(EXACT, (aggregate, type) =>
    combined('Quantile', { fraction: aggregate.aggregate === 'quantile' ? aggregate.fraction : 0, ...divisorOf(type) }),
  ),
  topK: lowered(EXACT, aggregate =>
    combined('MostFrequent', { limit: aggregate.aggregate === 'topK' ? Math.min(aggregate.limit, aggregate.capacity) : 0 }),
  ),
  first: lowered('by event time and the place in the log: partition and offset, or the time of publication', byPlace('First')),
  last: lowered('by event time and the place in the log: partition and offset, or the time of publication', byPlace('Last')),
}
