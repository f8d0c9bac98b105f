import { lowered, partial, supported } from '../rule'
import type { AggregateRules, SqlAggregate } from '../sql/aggregate'
import { typeName } from './types'

/** The exact sum, as a decimal that no sum leaves on the way. */
const exactSum = ({ input, inputType }: SqlAggregate) =>
  inputType.kind === 'decimal' ? `try_sum(CAST(${input} AS DECIMAL(38, ${inputType.scale})))` : `SUM(CAST(${input} AS DECIMAL(19, 0)))`

/** By time, then partition and position. Where nulls are skipped their order is null, which min_by and max_by skip. */
const byOrder = (name: string) => (sql: SqlAggregate) => {
  const { aggregate, input, order } = sql
  const place = `struct(${order.join(', ')})`
  const keeps = 'keepNulls' in aggregate && aggregate.keepNulls
  return `${name}(${input}, ${keeps ? place : `IF(${input} IS NULL, NULL, ${place})`})`
}

/** Negative zero is a value of its own for collect_set. */
const comparable = ({ input, inputType }: SqlAggregate) => (inputType.kind === 'double' ? `${input} + 0D` : input)

/** Spark's aggregates that streaming queries have; DISTINCT is none of them. */
export const AGGREGATES: AggregateRules = {
  count: supported(({ input }) => `COUNT(${input})`),
  sum: partial(
    lowered('integers are summed as decimals; a sum outside of its type gives null, and then no row', sql =>
      sql.inputType.kind === 'double' ? `SUM(${sql.input})` : `try_cast(${exactSum(sql)} AS ${typeName(sql.type)})`,
    ),
  ),
  avg: lowered('integers and decimals are summed exactly first', sql =>
    sql.inputType.kind === 'double' ? `AVG(${sql.input})` : `CAST(${exactSum(sql)} AS DOUBLE) / COUNT(${sql.input})`,
  ),
  min: supported(({ input }) => `MIN(${input})`),
  max: supported(({ input }) => `MAX(${input})`),
  countDistinct: lowered('the size of the set of values', sql => `CAST(size(collect_set(${comparable(sql)})) AS BIGINT)`),
  approxCountDistinct: lowered('an HLL sketch; texts get a prefix, since it leaves out empty ones', sql => {
    const { aggregate, input, inputType } = sql
    const precision = aggregate.aggregate === 'approxCountDistinct' ? aggregate.precision : 12
    const value = inputType.kind === 'int64' || inputType.kind === 'timestamp' ? input : `concat('=', CAST(${comparable(sql)} AS STRING))`
    return `IF(COUNT(${input}) = 0, NULL, CAST(hll_sketch_estimate(hll_sketch_agg(${value}, ${precision})) AS DOUBLE))`
  }),
  quantile: lowered('percentile_approx with an error of the rank below the law’s', ({ input, aggregate }) => {
    const { fraction, accuracy } = aggregate.aggregate === 'quantile' ? aggregate : { fraction: 0.5, accuracy: 200 }
    return `percentile_approx(CAST(${input} AS DOUBLE), ${fraction}D, ${Math.max(10_000, accuracy * 10)})`
  }),
  topK: lowered('counted exactly: all values of the window are state', sql => {
    const limit = sql.aggregate.aggregate === 'topK' ? sql.aggregate.limit : 0
    const values = `collect_list(${comparable(sql)})`
    const counted = `transform(array_distinct(${values}), item -> named_struct('order', -size(filter(${values}, other -> other = item)), 'value', item))`
    return `transform(slice(array_sort(${counted}), 1, ${limit}), item -> named_struct('value', item.value, 'count', CAST(-item.order AS BIGINT)))`
  }),
  first: lowered('the value of the least time, partition and position', byOrder('min_by')),
  last: lowered('the value of the greatest time, partition and position', byOrder('max_by')),
}
