import { lowered, refused, supported } from '../rule'
import type { AggregateRules, SqlAggregate } from '../sql/aggregate'
import { userAggregateName } from './ranked'

const float = (input: string) => `TRY_CAST(${input} AS float)`
const unlessEmpty = (input: string, then: string) => `CASE WHEN COUNT(${input}) > 0 THEN ${then} ELSE NULL END`
const NO_POSITION = 'events have no position in the query, so that of two events with the same time neither is the first'

function quantile({ input, aggregate }: SqlAggregate): string {
  const fraction = aggregate.aggregate === 'quantile' ? aggregate.fraction : 0
  return `TRY_CAST(PERCENTILE_DISC(${fraction}) OVER (ORDER BY ${input}) AS float)`
}

/** A sum that leaves int64 is left to the job's error policy. */
export const AGGREGATES: AggregateRules = {
  count: supported(({ input }) => `COUNT(${input})`),
  sum: supported(({ input }) => `SUM(${input})`),
  avg: lowered('of bigints the exact sum by the count: their average is a bigint', ({ input, inputType }) =>
    inputType.kind === 'double' ? `AVG(${input})` : unlessEmpty(input, `TRY_CAST(SUM(${input}) AS float) / COUNT(${input})`),
  ),
  min: supported(({ input }) => `MIN(${input})`),
  max: supported(({ input }) => `MAX(${input})`),
  countDistinct: supported(({ input }) => `COUNT(DISTINCT ${input})`),
  approxCountDistinct: lowered('counted exactly, which is within every bound', ({ input }) =>
    unlessEmpty(input, float(`COUNT(DISTINCT ${input})`)),
  ),
  quantile: lowered('PERCENTILE_DISC, which is exact', quantile),
  topK: lowered('an aggregate in JavaScript counts every value, which is within every bound', ({ aggregate, input }) =>
    aggregate.aggregate === 'topK' ? `uda.${userAggregateName(aggregate)}(${input})` : '',
  ),
  first: refused('never', NO_POSITION, { hint: 'use min of the time, or a lookup in the archive' }),
  last: refused('never', NO_POSITION, { hint: 'use max of the time, or a lookup in the archive' }),
}
