import type { Aggregate, Definition } from '../../pipeline'
import type { Condition } from '../case'
import { expectedOf, judgedLog } from '../expected'
import type { CaseRecord } from '../records'

const isSketch = ({ aggregate }: Aggregate): boolean => ['approxCountDistinct', 'quantile', 'topK'].includes(aggregate)
const sumsDoubles = ({ aggregate, input }: Aggregate): boolean =>
  (aggregate === 'sum' || aggregate === 'avg') && input?.type.kind === 'double'

/** What makes a case hard, as far as its records show it. */
export function conditionsOf(definition: Definition, partitions: readonly (readonly CaseRecord[])[]): readonly Condition[] {
  const { source, outputs } = definition
  const { late, deadLetters } = expectedOf({ definition, partitions })
  const logs = partitions.map((records, partition) => judgedLog(records, partition, source))
  const aggregates = outputs.flatMap(({ windowed }) => windowed?.aggregates.map(({ aggregate }) => aggregate) ?? [])
  const hasLetter = (kind: string) => deadLetters.some(letter => letter.output !== null && letter.kind === kind)
  const found: Readonly<Record<Condition, boolean>> = {
    late: late.length > 0,
    overflow: hasLetter('aggregate-error'),
    'failing-expressions': hasLetter('expression-error'),
    'null-keys': hasLetter('null-key'),
    approximate: aggregates.some(isSketch),
    'double-sums': aggregates.some(sumsDoubles),
    'several-partitions': partitions.length > 1,
    'bad-records': logs.some(({ letters }) => letters.length > 0),
    'negative-times': logs.some(({ entries }) => entries.some(({ time }) => time < 0)),
  }
  return Object.entries(found)
    .flatMap(([name, holds]) => (holds ? [name as Condition] : []))
    .sort()
}
