import type { Aggregate } from '../../pipeline'
import { lowered, partial, supported } from '../rule'
import type { AggregateRules, SqlAggregate } from '../sql/aggregate'
import { typeName } from './dialect'

/** By time, then partition and position, as one value to compare. */
const order = ({ order: columns }: SqlAggregate) => `(${columns.join(', ')})`
const keepsNulls = (aggregate: Aggregate) => (aggregate.aggregate === 'first' || aggregate.aggregate === 'last') && aggregate.keepNulls

export const AGGREGATES: AggregateRules = {
  count: supported(({ input }) => `count(${input})`),
  sum: partial(
    lowered('a sum outside of its type gives null, and then no row', ({ input, type }) =>
      type.kind === 'double' ? `sum(${input})` : `TRY_CAST(sum(${input}) AS ${typeName(type)})`,
    ),
  ),
  avg: supported(({ input, inputType }) =>
    // Sums of integers and decimals are exact; a mean of doubles could lose all digits.
    inputType.kind === 'double' ? `avg(${input})` : `CAST(sum(${input}) AS DOUBLE) / nullif(count(${input}), 0)`,
  ),
  min: supported(({ input }) => `min(${input})`),
  max: supported(({ input }) => `max(${input})`),
  countDistinct: supported(({ input }) => `count(DISTINCT ${input})`),
  approxCountDistinct: lowered(
    'counted exactly, which is within every bound',
    ({ input }) => `CAST(nullif(count(DISTINCT ${input}), 0) AS DOUBLE)`,
  ),
  quantile: lowered('an exact quantile, which is within every bound', ({ input, aggregate }) =>
    aggregate.aggregate === 'quantile' ? `CAST(quantile_disc(${input}, ${aggregate.fraction}) AS DOUBLE)` : '',
  ),
  topK: lowered('counted exactly and sorted, which is within every bound', ({ input, aggregate }) => {
    const limit = aggregate.aggregate === 'topK' ? aggregate.limit : 0
    const counted = `list_transform(map_entries(histogram(${input})), lambda entry: {'order': -CAST(entry.value AS BIGINT), 'value': entry.key})`
    return `COALESCE(list_transform(list_sort(${counted})[1:${limit}], lambda entry: {'value': entry.value, 'count': -entry.order}), [])`
  }),
  first: supported(sql => `${keepsNulls(sql.aggregate) ? 'arg_min_null' : 'arg_min'}(${sql.input}, ${order(sql)})`),
  last: supported(sql => `${keepsNulls(sql.aggregate) ? 'arg_max_null' : 'arg_max'}(${sql.input}, ${order(sql)})`),
}
