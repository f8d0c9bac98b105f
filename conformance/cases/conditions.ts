import type { Aggregate, Definition, Output } from '../../pipeline'
import { attempt, contribution } from '../../test/runtime/end-to-end/expected/contribution'
import { Failure } from '../../test/runtime/end-to-end/interpreter/held'
import { through } from '../../test/runtime/end-to-end/interpreter/steps'
import type { Condition } from '../case'
import { entriesOf } from '../expected'
import { type Entry, windowResult } from '../expected/windows'
import type { CaseRecord } from '../records'

type Found = Partial<Record<Condition, boolean>>

const isSketch = ({ aggregate }: Aggregate): boolean => ['approxCountDistinct', 'quantile', 'topK'].includes(aggregate)
const sumsDoubles = ({ aggregate, input }: Aggregate): boolean =>
  (aggregate === 'sum' || aggregate === 'avg') && input?.type.kind === 'double'

function ofOutput(output: Output, logs: readonly (readonly Entry[])[], maxDelayMs: number): Found {
  const { windowed, steps } = output
  const events = logs.flat().map(({ event }) => event)
  if (windowed === null)
    return { 'failing-expressions': events.some(event => attempt(() => [...through(event, steps)]) instanceof Failure) }
  const codes = events.map(event => contribution(event, output, windowed).code)
  const { hasLate, hasOverflow } = windowResult(logs, maxDelayMs, output, windowed)
  const aggregates = windowed.aggregates.map(({ aggregate }) => aggregate)
  return {
    late: hasLate,
    overflow: hasOverflow,
    'failing-expressions': codes.includes('expression-error'),
    'null-keys': codes.includes('null-key'),
    approximate: aggregates.some(isSketch),
    'double-sums': aggregates.some(sumsDoubles),
  }
}

/** What makes a case hard, as far as its records show it. */
export function conditionsOf({ source, outputs }: Definition, partitions: readonly (readonly CaseRecord[])[]): readonly Condition[] {
  const logs = partitions.map(records => entriesOf(records, source))
  const found: readonly Found[] = [
    ...outputs.map(output => ofOutput(output, logs, source.maxDelayMs)),
    {
      'several-partitions': partitions.length > 1,
      'bad-records': logs.flat().length < partitions.flat().length,
      'negative-times': logs.flat().some(({ time }) => time < 0),
    },
  ]
  const names = found.flatMap(conditions => Object.entries(conditions).flatMap(([name, holds]) => (holds ? [name as Condition] : [])))
  return [...new Set(names)].sort()
}
