import { lowered, partial, supported } from '../rule'
import type { AggregateRules, SqlAggregate } from '../sql/aggregate'
import { quoteIdentifier } from './quote'
import { fitting } from './types'

/** The first value in an order; ARRAY_AGG takes nulls along unless it is told not to. */
const firstBy =
  (direction: '' | ' DESC') =>
  ({ aggregate, input, inputType, order }: SqlAggregate): string => {
    const keepsNulls = (aggregate.aggregate === 'first' || aggregate.aggregate === 'last') && aggregate.keepNulls
    // There are no arrays of arrays, so a list is put into a STRUCT.
    const isList = inputType.kind === 'list'
    const held = isList ? `STRUCT(${input} AS held)` : input
    const value = isList && !keepsNulls ? `IF(${input} IS NULL, NULL, ${held})` : held
    const by = order.map(column => `${column}${direction}`).join(', ')
    return `ARRAY_AGG(${value}${keepsNulls ? '' : ' IGNORE NULLS'} ORDER BY ${by} LIMIT 1)[SAFE_OFFSET(0)]${isList ? '.held' : ''}`
  }

/** A list of values that were counted and ranked before. */
function mostFrequent({ input, count, order }: SqlAggregate): string {
  return `ARRAY_AGG(STRUCT(${input} AS ${quoteIdentifier('value')}, ${count} AS ${quoteIdentifier('count')}) ORDER BY ${order.join(', ')})`
}

export const AGGREGATES: AggregateRules = {
  count: supported(({ input }) => `COUNT(${input})`),
  sum: partial(
    lowered('integers are summed with 29 digits; a sum outside of its type gives null, and then no row', ({ input, type }) => {
      if (type.kind === 'int64') return `SAFE_CAST(SUM(CAST(${input} AS NUMERIC)) AS INT64)`
      return type.kind === 'decimal' ? fitting(`SUM(${input})`, type, false) : `SUM(${input})`
    }),
  ),
  avg: lowered('exact numbers are averaged with 38 digits behind the point, and rounded then', ({ input, inputType }) =>
    inputType.kind === 'double' ? `AVG(${input})` : `CAST(AVG(CAST(${input} AS BIGNUMERIC)) AS FLOAT64)`,
  ),
  min: supported(({ input }) => `MIN(${input})`),
  max: supported(({ input }) => `MAX(${input})`),
  countDistinct: supported(({ input }) => `COUNT(DISTINCT ${input})`),
  approxCountDistinct: lowered(
    'counted exactly, which is within every bound; null where there is no value',
    ({ input }) => `CAST(NULLIF(COUNT(DISTINCT ${input}), 0) AS FLOAT64)`,
  ),
  quantile: lowered('an exact quantile, which is within every bound', ({ input, aggregate }) => {
    const fraction = aggregate.aggregate === 'quantile' ? aggregate.fraction : 0
    const rank = `GREATEST(1, CAST(CEIL(${fraction} * COUNT(${input})) AS INT64))`
    return `ARRAY_AGG(CAST(${input} AS FLOAT64) IGNORE NULLS ORDER BY ${input})[SAFE_ORDINAL(${rank})]`
  }),
  topK: lowered('counted exactly, which is within every bound; a second grouping, whose lists are joined with the rows', mostFrequent),
  first: lowered('the first element of an ordered ARRAY_AGG', firstBy('')),
  last: lowered('the first element of an ARRAY_AGG in descending order', firstBy(' DESC')),
}
