import { lowered, partial, supported } from '../rule'
import type { AggregateRules, SqlAggregate } from '../sql/aggregate'
import { inInt64, typeName } from './types'

/** The first value in an order. ARRAY_AGG leaves nulls out; where they count they stand as JSON's null. */
const firstBy =
  (direction: '' | ' DESC') =>
  ({ aggregate, input, order, type }: SqlAggregate): string => {
    const keepsNulls = (aggregate.aggregate === 'first' || aggregate.aggregate === 'last') && aggregate.keepNulls
    const value = keepsNulls ? `COALESCE(TO_VARIANT(${input}), PARSE_JSON('null'))` : input
    const by = [...(keepsNulls ? [] : [`CASE WHEN ${input} IS NULL THEN 1 ELSE 0 END`]), ...order.map(column => `${column}${direction}`)]
    return `CAST((ARRAY_AGG(${value}) WITHIN GROUP (ORDER BY ${by.join(', ')}))[0] AS ${typeName(type)})`
  }

/** A list of values that were counted and ranked before. */
function mostFrequent({ input, count, order }: SqlAggregate): string {
  return `ARRAY_AGG(OBJECT_CONSTRUCT('value', ${input}, 'count', ${count})) WITHIN GROUP (ORDER BY ${order.join(', ')})`
}

export const AGGREGATES: AggregateRules = {
  count: supported(({ input }) => `COUNT(${input})`),
  sum: partial(
    lowered(
      'a sum outside of int64 gives null, and then no row; a decimal one of more than 38 digits stops the query',
      ({ input, type }) => {
        if (type.kind === 'double') return `SUM(${input})`
        const sum = `SUM(CAST(${input} AS ${typeName(type)}))`
        return type.kind === 'int64' ? `CAST(${inInt64(sum)} AS NUMBER(38, 0))` : `CAST(${sum} AS ${typeName(type)})`
      },
    ),
  ),
  avg: lowered('the exact sum by the count; AVG of a NUMBER has six more digits only', ({ input, inputType }) =>
    inputType.kind === 'double'
      ? `AVG(${input})`
      : `CAST(SUM(CAST(${input} AS NUMBER(38, ${inputType.kind === 'decimal' ? inputType.scale : 0}))) AS FLOAT) / NULLIF(COUNT(${input}), 0)`,
  ),
  min: supported(({ input }) => `MIN(${input})`),
  max: supported(({ input }) => `MAX(${input})`),
  countDistinct: supported(({ input }) => `COUNT(DISTINCT ${input})`),
  approxCountDistinct: lowered(
    'counted exactly, which is within every bound; null where there is no value',
    ({ input }) => `CAST(NULLIF(COUNT(DISTINCT ${input}), 0) AS FLOAT)`,
  ),
  quantile: lowered(
    'an exact quantile, which is within every bound',
    ({ input, aggregate }) =>
      `CAST(PERCENTILE_DISC(${aggregate.aggregate === 'quantile' ? aggregate.fraction : 0}) WITHIN GROUP (ORDER BY ${input}) AS FLOAT)`,
  ),
  topK: lowered('counted exactly, which is within every bound; a second grouping, whose lists are joined with the rows', mostFrequent),
  first: lowered('the first element of an ordered ARRAY_AGG, which must fit into one value', firstBy('')),
  last: lowered('the first element of an ARRAY_AGG in descending order, which must fit into one value', firstBy(' DESC')),
}
