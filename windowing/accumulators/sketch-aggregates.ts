import type { AggregateValue } from '../aggregate'
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
import { requireNumbers } from './columns'
import { withoutNegativeZero } from './distinct'
import type { AggregateFactory } from './outputs'
import { SketchAccumulator } from './sketched'

type SketchInput = string | number | bigint | boolean | Uint8Array

/** Lists and records are counted by their bytes. */
function countable(raw: unknown): SketchInput {
  if (typeof raw !== 'object' || raw instanceof Uint8Array) return raw as SketchInput
  const writer = new ByteWriter()
  writeValue(writer, withoutNegativeZero(raw as AggregateValue))
  return writer.written
}

export const approxCountDistinct: AggregateFactory<'approxCountDistinct'> = ({ column, input, precision }, { shared }) => {
  const factory = { create: () => createHyperLogLog(precision), decode: decodeHyperLogLog, value: countable }
  const accumulator = shared.get(
    `approxCountDistinct ${column} ${precision}`,
    () => new SketchAccumulator<HyperLogLog, SketchInput>(column, input === 'object', factory),
  )
  return slot => accumulator.sketch(slot)?.result() ?? null
}

export const quantile: AggregateFactory<'quantile'> = ({ column, input, accuracy, fraction }, { shared }) => {
  requireNumbers('quantile', input)
  const factory = { create: () => createKll(accuracy), decode: decodeKll, value: Number }
  const accumulator = shared.get(
    `quantile ${column} ${accuracy}`,
    () => new SketchAccumulator<Kll, number>(column, input === 'object', factory),
  )
  return slot => accumulator.sketch(slot)?.result(fraction) ?? null
}

export const topK: AggregateFactory<'topK'> = ({ column, input, capacity, limit }, { shared }) => {
  const factory = { create: () => createSpaceSaving(capacity), decode: decodeSpaceSaving, value: (raw: unknown) => raw as SketchInput }
  const accumulator = shared.get(
    `topK ${column} ${capacity}`,
    () => new SketchAccumulator<SpaceSaving, SketchInput>(column, input === 'object', factory),
  )
  return slot =>
    accumulator
      .sketch(slot)
      ?.result(limit)
      .map(({ value, count }) => ({ value, count })) ?? []
}
