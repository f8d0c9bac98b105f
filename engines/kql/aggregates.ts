import { lowered, refused, supported } from '../rule'
import type { AggregateRules } from '../sql/aggregate'

const isThere = (input: string) => `countif(isnotnull(${input}))`
const unlessEmpty = (input: string, type: 'decimal' | 'real', then: string) => `iff(${isThere(input)} == 0, ${type}(null), ${then})`
const noBound = refused('not-written', "nobody has compared the bounds of KQL's own sketch with those of the definition")
const noOrder = refused('not-written', 'tables hold no position that decides between events of the same time')

export const AGGREGATES: AggregateRules = {
  count: lowered('count(x) of KQL counts nulls, too', ({ input }) => (input === '*' ? 'count()' : isThere(input))),
  sum: lowered(
    'a sum of nothing is 0 there; integers are summed as decimals, and a row whose sum leaves int64 is left out',
    ({ input, type }) =>
      type.kind === 'double' ? unlessEmpty(input, 'real', `sum(${input})`) : unlessEmpty(input, 'decimal', `sum(todecimal(${input}))`),
  ),
  avg: lowered('an average of nothing is NaN there; that of integers is of their exact sum', ({ input, inputType }) =>
    unlessEmpty(input, 'real', inputType.kind === 'int64' ? `todouble(sum(todecimal(${input}))) / ${isThere(input)}` : `avg(${input})`),
  ),
  min: supported(({ input }) => `min(${input})`),
  max: supported(({ input }) => `max(${input})`),
  countDistinct: lowered('dcount is approximate', ({ input }) => `count_distinctif(${input}, isnotnull(${input}))`),
  approxCountDistinct: noBound,
  quantile: noBound,
  topK: noBound,
  first: noOrder,
  last: noOrder,
}
