import type { AggregateName } from '../../pipeline'
import { lowered, type Rule, refused, supported } from '../rule'
import type { AggregateWriter } from '../sql/aggregate'

const BY_OFFSET = 'EARLIEST_BY_OFFSET and LATEST_BY_OFFSET go by the order of arrival, not by event time'

/** SUM and AVG of nothing are 0 in ksqlDB (LongSumKudaf, AverageUdaf). */
const orNull = (input: string, text: string): string => `(CASE WHEN COUNT(${input}) = 0 THEN NULL ELSE ${text} END)`
const NOTHING = 'null where there is no value, since ksqlDB gives 0'

export const AGGREGATES: Readonly<Record<AggregateName, Rule<AggregateWriter>>> = {
  count: supported(({ input }) => `COUNT(${input})`),
  sum: lowered(NOTHING, ({ input }) => orNull(input, `SUM(${input})`)),
  avg: lowered('null where there is no value; of integers by the exact sum, since AVG adds doubles', ({ input, inputType }) =>
    orNull(input, inputType.kind === 'double' ? `AVG(${input})` : `CAST(SUM(${input}) AS DOUBLE) / COUNT(${input})`),
  ),
  min: supported(({ input }) => `MIN(${input})`),
  max: supported(({ input }) => `MAX(${input})`),
  countDistinct: lowered(
    'COLLECT_SET, which also takes null; COUNT_DISTINCT is an estimate',
    ({ input }) =>
      `(CAST(ARRAY_LENGTH(COLLECT_SET(${input})) AS BIGINT) - CASE WHEN COUNT(*) > COUNT(${input}) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END)`,
  ),
  approxCountDistinct: lowered('HyperLogLog of precision 14, as DOUBLE', ({ input }) =>
    orNull(input, `CAST(COUNT_DISTINCT(${input}) AS DOUBLE)`),
  ),
  quantile: refused('not-yet', 'ksqlDB has no quantiles', { hint: 'compile this output for another engine' }),
  topK: refused(
    'not-yet',
    'TOPK gives the greatest values, HISTOGRAM leaves values out beyond the thousandth, and what a window has counted by value can not be grouped again',
    {
      hint: 'compile this output for another engine',
      link: 'https://docs.ksqldb.io/en/latest/developer-guide/ksqldb-reference/aggregate-functions/#histogram',
    },
  ),
  first: refused('not-yet', BY_OFFSET, { hint: 'use min of the time' }),
  last: refused('not-yet', BY_OFFSET, { hint: 'use max of the time' }),
}
