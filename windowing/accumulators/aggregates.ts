import type { AggregateSpecification } from '../aggregate'
import { requireNumbers } from './columns'
import { CountAccumulator } from './counts'
import { DistinctAccumulator } from './distinct'
import { NumberExtremeAccumulator, TextExtremeAccumulator } from './extremes'
import { average, finishSum } from './finish'
import { FirstAccumulator } from './firsts'
import type { AggregateFactories, AggregateFactory, Surroundings } from './outputs'
import { approxCountDistinct, quantile, topK } from './sketch-aggregates'
import { SumAccumulator } from './sums'

const sums = ({ column, input }: Pick<AggregateSpecification, 'column' | 'input'>, { shared, words }: Surroundings) =>
  shared.get(`sum ${column}`, () => new SumAccumulator(words, column, input === 'integer'))

export const count: AggregateFactory<'count'> = ({ column, input }, surroundings) => {
  const { shared, summed, words } = surroundings
  const objects = input === 'object'
  const counter =
    summed.has(column) && !objects
      ? sums({ column, input }, surroundings)
      : shared.get(`count ${column}`, () => new CountAccumulator(words, column, objects))
  return slot => counter.count(slot)
}

export const sum: AggregateFactory<'sum'> = (specification, surroundings) => {
  const { input, digits } = specification
  requireNumbers('sum', input)
  const accumulator = sums(specification, surroundings)
  return slot => finishSum(accumulator.sum(slot), input === 'integer', digits)
}

export const avg: AggregateFactory<'avg'> = (specification, surroundings) => {
  requireNumbers('avg', specification.input)
  const accumulator = sums(specification, surroundings)
  const { divisor } = specification
  return slot => average(accumulator.sum(slot), accumulator.count(slot), divisor)
}

/** `min` and `max`. */
export const extreme: AggregateFactory<'min' | 'max'> = ({ aggregate, column, input }, { shared, words }) => {
  const greatest = aggregate === 'max'
  const name = `${aggregate} ${column}`
  const accumulator: NumberExtremeAccumulator | TextExtremeAccumulator =
    input === 'object'
      ? shared.get(name, () => new TextExtremeAccumulator(column, greatest))
      : shared.get(name, () => new NumberExtremeAccumulator(words, column, greatest))
  return slot => accumulator.extreme(slot)
}

export const countDistinct: AggregateFactory<'countDistinct'> = ({ column, input }, { shared }) => {
  const accumulator = shared.get(`distinct ${column}`, () => new DistinctAccumulator(column, input === 'object'))
  return slot => accumulator.size(slot)
}

/** `first` and `last`. */
export const oneOfOrder: AggregateFactory<'first' | 'last'> = ({ aggregate, column, input, keepNulls }, surroundings) => {
  const { shared, words, partitionIndex } = surroundings
  const options = { column, objects: input === 'object', keepNulls, last: aggregate === 'last', partitionIndex }
  const accumulator = shared.get(`${aggregate} ${column} ${keepNulls}`, () => new FirstAccumulator(words, options))
  return slot => accumulator.value(slot)
}

/** All that there are. */
export const AGGREGATES: Required<AggregateFactories> = {
  count,
  sum,
  avg,
  min: extreme,
  max: extreme,
  countDistinct,
  first: oneOfOrder,
  last: oneOfOrder,
  approxCountDistinct,
  quantile,
  topK,
}
