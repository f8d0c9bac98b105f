import type { AggregateName, DataType, NamedAggregate } from '../../pipeline'
import { lowered, type Rule, supported } from '../rule'
import { typeName } from './dialect'

/** Java that keeps one aggregate in `state[i]`. */
export interface AggregateCode {
  /** Takes `event[…]`, the input's text. */
  readonly add: string
  /** Takes over what `other` has, another state of the same aggregates. */
  readonly merge: string
  /** The result's text. */
  readonly result: string
}

/** `input`: the text of the input's value; null for count(). */
export type AggregateWriter = (named: NamedAggregate, index: number, input: string | null) => AggregateCode

const SUMS: Readonly<Record<string, string>> = { int64: 'sumOfInt64', double: 'sumOfDouble', decimal: 'sumOfDecimal' }

const code =
  (add: string, merge: string, result: (state: string, named: NamedAggregate) => string): AggregateWriter =>
  (named, index, input) => ({
    add: `${add}(state, ${index}, ${input});`,
    merge: `${merge}(state, ${index}, other);`,
    result: result(`state[${index}]`, named),
  })

const cast = (text: string, type: DataType) => `(${typeName(type)}) ${text}`

const extreme =
  (name: string): AggregateWriter =>
  ({ type }, index, input) => ({
    add: `${name}(state, ${index}, ${input});`,
    merge: `${name}(state, ${index}, other[${index}]);`,
    result: cast(`state[${index}]`, type),
  })

const placed =
  (name: 'First' | 'Last'): AggregateWriter =>
  ({ aggregate, type }, index, input) => ({
    add: `add${name}(state, ${index}, event, ${input}, ${'keepNulls' in aggregate && aggregate.keepNulls});`,
    merge: `merge${name}(state, ${index}, other);`,
    result: cast(`placedValue(state[${index}])`, type),
  })

const frequencies = (result: (state: string, named: NamedAggregate) => string) => code('addFrequency', 'mergeFrequencies', result)
const EXACT = 'counts each different value exactly, which is within every error bound but takes memory for each of them'

export const AGGREGATES: Readonly<Record<AggregateName, Rule<AggregateWriter>>> = {
  count: supported((_, index, input) => ({
    add: `addCount(state, ${index}, ${input === null ? 'true' : `${input} != null`});`,
    merge: `mergeCount(state, ${index}, other);`,
    result: `countOf(state[${index}])`,
  })),
  sum: supported(code('addSum', 'mergeSum', (state, { type }) => `${SUMS[type.kind]}(${state})`)),
  avg: supported(code('addAverage', 'mergeAverage', state => `averageOf(${state})`)),
  min: supported(extreme('addLeast')),
  max: supported(extreme('addGreatest')),
  countDistinct: supported(frequencies(state => `distinctOf(${state})`)),
  approxCountDistinct: lowered(
    EXACT,
    frequencies(state => `distinctDoubleOf(${state})`),
  ),
  quantile: lowered(
    EXACT,
    frequencies((state, { aggregate }) => `quantileOf(${state}, ${'fraction' in aggregate ? aggregate.fraction : 0})`),
  ),
  topK: lowered(
    EXACT,
    frequencies((state, { aggregate }) => `topOf(${state}, ${'limit' in aggregate ? aggregate.limit : 0})`),
  ),
  first: supported(placed('First')),
  last: supported(placed('Last')),
}
