import type { AggregateSpecification, AggregateValue } from '../aggregate'
import { ByteWriter } from '../bytes'
import {
  createHyperLogLog,
  createKll,
  createSpaceSaving,
  decodeHyperLogLog,
  decodeKll,
  decodeSpaceSaving,
  type HyperLogLog,
  type Kll,
  type SpaceSaving,
} from '../sketches'
import { writeValue } from '../value-codec'
import type { Accumulator } from './accumulator'
import { requireNumbers } from './columns'
import { CountAccumulator } from './counts'
import { DistinctAccumulator, withoutNegativeZero } from './distinct'
import { NumberExtremeAccumulator, TextExtremeAccumulator } from './extremes'
import { average, finishSum } from './finish'
import { FirstAccumulator } from './firsts'
import type { AggregateProblem } from './problem'
import { SketchAccumulator } from './sketched'
import { SumAccumulator } from './sums'
import type { Words } from './words'

/** The finished value of an aggregate. */
export type Output = (slot: number) => AggregateValue | AggregateProblem

type SketchInput = string | number | bigint | boolean | Uint8Array

/** Makes each different accumulator once: `count(x)`, `sum(x)`, `avg(x)` share one, as do quantiles of one sketch. */
class Shared {
  private readonly known = new Map<string, unknown>()

  constructor(private readonly accumulators: Accumulator[]) {}

  get<A extends Accumulator>(name: string, create: () => A): A {
    const present = this.known.get(name)
    if (present !== undefined) return present as A
    const accumulator = create()
    this.known.set(name, accumulator)
    this.accumulators.push(accumulator)
    return accumulator
  }
}

/** One output for each aggregate; puts what they need into `accumulators`. */
export function createOutputs(
  aggregates: readonly AggregateSpecification[],
  partitionIndex: number,
  words: Words,
  accumulators: Accumulator[],
): readonly Output[] {
  const shared = new Shared(accumulators)
  const summed = new Set<number>()
  for (const { aggregate, column } of aggregates) if (aggregate === 'sum' || aggregate === 'avg') summed.add(column)
  return aggregates.map(specification => createOutput(specification, partitionIndex, words, shared, summed))
}

function createOutput(
  specification: AggregateSpecification,
  partitionIndex: number,
  words: Words,
  shared: Shared,
  summed: ReadonlySet<number>,
): Output {
  const { column, input } = specification
  const objects = input === 'object'
  const sums = () => shared.get(`sum ${column}`, () => new SumAccumulator(words, column, input === 'integer'))
  switch (specification.aggregate) {
    case 'count': {
      const counter =
        summed.has(column) && !objects ? sums() : shared.get(`count ${column}`, () => new CountAccumulator(words, column, objects))
      return slot => counter.count(slot)
    }
    case 'sum': {
      requireNumbers('sum', input)
      const accumulator = sums()
      const digits = specification.digits
      return slot => finishSum(accumulator.sum(slot), input === 'integer', digits)
    }
    case 'avg': {
      requireNumbers('avg', input)
      const accumulator = sums()
      const { divisor } = specification
      return slot => average(accumulator.sum(slot), accumulator.count(slot), divisor)
    }
    case 'min':
    case 'max': {
      const greatest = specification.aggregate === 'max'
      const name = `${specification.aggregate} ${column}`
      const accumulator: NumberExtremeAccumulator | TextExtremeAccumulator = objects
        ? shared.get(name, () => new TextExtremeAccumulator(column, greatest))
        : shared.get(name, () => new NumberExtremeAccumulator(words, column, greatest))
      return slot => accumulator.extreme(slot)
    }
    case 'countDistinct': {
      const accumulator = shared.get(`distinct ${column}`, () => new DistinctAccumulator(column, objects))
      return slot => accumulator.size(slot)
    }
    case 'first':
    case 'last': {
      const { keepNulls } = specification
      const last = specification.aggregate === 'last'
      const options = { column, objects, keepNulls, last, partitionIndex }
      const accumulator = shared.get(`${specification.aggregate} ${column} ${keepNulls}`, () => new FirstAccumulator(words, options))
      return slot => accumulator.value(slot)
    }
    default:
      return createSketchOutput(specification, shared)
  }
}

/** Lists and records are counted by their bytes. */
function countable(raw: unknown): SketchInput {
  if (typeof raw !== 'object' || raw instanceof Uint8Array) return raw as SketchInput
  const writer = new ByteWriter()
  writeValue(writer, withoutNegativeZero(raw as AggregateValue))
  return writer.written
}

function createSketchOutput(
  specification: Extract<AggregateSpecification, { aggregate: 'approxCountDistinct' | 'quantile' | 'topK' }>,
  shared: Shared,
): Output {
  const { column, input } = specification
  const objects = input === 'object'
  switch (specification.aggregate) {
    case 'approxCountDistinct': {
      const { precision } = specification
      const factory = { create: () => createHyperLogLog(precision), decode: decodeHyperLogLog, value: countable }
      const accumulator = shared.get(
        `approxCountDistinct ${column} ${precision}`,
        () => new SketchAccumulator<HyperLogLog, SketchInput>(column, objects, factory),
      )
      return slot => accumulator.sketch(slot)?.result() ?? null
    }
    case 'quantile': {
      const { accuracy, fraction } = specification
      requireNumbers('quantile', input)
      const factory = { create: () => createKll(accuracy), decode: decodeKll, value: Number }
      const accumulator = shared.get(`quantile ${column} ${accuracy}`, () => new SketchAccumulator<Kll, number>(column, objects, factory))
      return slot => accumulator.sketch(slot)?.result(fraction) ?? null
    }
    case 'topK': {
      const { capacity, limit } = specification
      const factory = { create: () => createSpaceSaving(capacity), decode: decodeSpaceSaving, value: (raw: unknown) => raw as SketchInput }
      const accumulator = shared.get(
        `topK ${column} ${capacity}`,
        () => new SketchAccumulator<SpaceSaving, SketchInput>(column, objects, factory),
      )
      return slot =>
        accumulator
          .sketch(slot)
          ?.result(limit)
          .map(({ value, count }) => ({ value, count })) ?? []
    }
  }
}
