import { lowered, partial, supported } from '../rule'
import type { AggregateRules, SqlAggregate } from '../sql/aggregate'
import { edgeValue } from './edge'

const double = (input: string) => `CAST(${input} AS DOUBLE)`

/** Flink's SUM of a BIGINT wraps: the exact sum says whether it may be given. */
function sum({ input, type }: SqlAggregate): string {
  if (type.kind !== 'int64') return `SUM(${input})`
  return `CASE WHEN SUM(CAST(${input} AS DECIMAL(38, 0))) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN SUM(${input}) END`
}

/** Of nulls alone the sum is null, and so is the quotient. */
function average({ input, inputType }: SqlAggregate): string {
  if (inputType.kind === 'double') return `AVG(${input})`
  return `${double(`SUM(${inputType.kind === 'int64' ? `CAST(${input} AS DECIMAL(38, 0))` : input})`)} / COUNT(${input})`
}

/** Flink has no distinct aggregate of bytes. */
const distinct = ({ input, inputType }: SqlAggregate) => (inputType.kind === 'bytes' ? `TO_BASE64(${input})` : input)

/** The element of rank ⌈fraction · n⌉ of the sorted values; PERCENTILE interpolates between two. */
function quantile({ input, aggregate }: SqlAggregate): string {
  const fraction = aggregate.aggregate === 'quantile' ? aggregate.fraction : 0
  const values = `ARRAY_SORT(ARRAY_AGG(${input}) FILTER (WHERE ${input} IS NOT NULL))`
  const rank = `CAST(GREATEST(1, CEIL(CAST('${fraction}' AS DOUBLE) * COUNT(${input}))) AS INT)`
  return `CASE WHEN COUNT(${input}) > 0 THEN CAST(${values}[${rank}] AS DOUBLE) END`
}

export const AGGREGATES: AggregateRules = {
  count: supported(({ input }) => `COUNT(${input})`),
  sum: partial(lowered('a sum outside of its type gives null, and then no row', sum)),
  avg: lowered('the exact sum as a double by the count: an average of integers is an integer in Flink', average),
  min: supported(({ input }) => `MIN(${input})`),
  max: supported(({ input }) => `MAX(${input})`),
  countDistinct: lowered('bytes as their base64', sql => `COUNT(DISTINCT ${distinct(sql)})`),
  approxCountDistinct: lowered(
    'counted exactly, which is within every bound; the state grows with the values',
    ({ input }) => `CASE WHEN COUNT(${input}) > 0 THEN ${double(`COUNT(DISTINCT ${input})`)} END`,
  ),
  quantile: lowered('an exact quantile of the sorted values, which is within every bound; the state holds them all', quantile),
  topK: lowered('counted exactly, which is within every bound; a window Top-N over the counts, joined with the rows as a list', () => {
    throw new Error('a list of ranked values is no aggregate of one SELECT: see ranked.ts')
  }),
  first: lowered('the least of time, partition, position and value as one text', sql => edgeValue('MIN', sql)),
  last: lowered('the greatest of time, partition, position and value as one text', sql => edgeValue('MAX', sql)),
}
