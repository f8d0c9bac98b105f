import type { Output, Source, Windowed } from '../../../pipeline'
import { mergePartitionName, type OutputRow } from '../../../runtime'
import { type OracleLog, oracleRows } from '../../oracle'
import { endWatermark } from '../../windowing/resharding/cases'
import type { Shard } from '../../windowing/resharding/tree'
import { lateProblem, problemOf, rowsProblem, textOfBytes } from '../end-to-end/compare/rows'
import { type ExpectedRow, expectedOutputs } from '../end-to-end/expected'
import { specificationOf } from '../end-to-end/expected/specification'
import { finished, judge } from '../end-to-end/expected/windowed'
import type { Ports } from '../simulation/world'
import { nameOf } from './run'
import { mergedOutputs, type World } from './world'

/** A dead letter without the cause and place that depend on how shards interleave. */
interface Letter {
  readonly output: string | null
  readonly code: string
  readonly record: unknown
}

/** The columns of a window and its key, which tell each row from the others. */
const identityOf = ({ keys }: Windowed) => ['windowStart', 'windowEnd', ...keys.map(({ name }) => name)]
const byText = <Item>(items: readonly Item[], textOf: (item: Item) => string) =>
  items.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1))
const text = (value: unknown) => JSON.stringify(value, (_, held) => (typeof held === 'bigint' ? `${held}n` : held))

/** The first thing that is wrong with what shards and merges gave, by the law; undefined if nothing is. */
export function problem(world: World, ports: Ports): string | undefined {
  const { definition, tree, logs } = world
  const all = [...logs.values()]
  const plain = expectedOutputs(definition, all)
  const letters: Letter[] = all.flatMap(log =>
    log.flatMap(({ code, bytes }) => (code === null ? [] : [{ output: null, code, record: textOfBytes(bytes) }])),
  )
  const problems = definition.outputs.flatMap((output, index) => {
    letters.push(
      ...plain[index].letters.flatMap((ofShard, shard) =>
        ofShard.map(({ cause, code }) => ({ output: output.name, code, record: textOfBytes(all[shard][cause - 1].bytes) })),
      ),
    )
    if (output.windowed === null)
      return tree.shards.map((shard, place) => rowsProblem(plain[index].rows[place], ports.sink.rows(nameOf(shard), output.name), output))
    return windowProblems(world, output, output.windowed, ports, letters)
  })
  const names = [...tree.shards.map(nameOf), ...mergedOutputs(world).map(output => mergePartitionName(output, 0))]
  const given = names.flatMap(name =>
    ports.deadLetters.letters(name).map(({ output, error, record }): Letter => ({ output, code: error.code, record: textOfBytes(record) })),
  )
  problems.push(problemOf('dead letters', byText(letters, text), byText(given, text)))
  return problems.find(found => found !== undefined)
}

/** Logs as the oracle has them, each with the watermark that it begins with. */
function oracleLogs({ tree, logs }: World, source: Source, output: Output, windowed: Windowed): readonly OracleLog[] {
  const judged = new Map<Shard, OracleLog>()
  for (const shard of tree.shards) {
    const ends = shard.parents.map(parent => endWatermark(judged.get(parent) ?? { entries: [] }, source.maxDelayMs))
    const { log } = judge(logs.get(shard) ?? [], output, windowed)
    judged.set(shard, { ...log, startWatermark: Math.max(Number.NEGATIVE_INFINITY, ...ends) })
  }
  return [...judged.values()]
}

function windowProblems(
  world: World,
  output: Output,
  windowed: Windowed,
  { sink }: Ports,
  letters: Letter[],
): readonly (string | undefined)[] {
  const { definition, tree, logs } = world
  const { name } = output
  const aggregates = windowed.aggregates.map(({ aggregate }, index) => specificationOf(aggregate, index))
  const expected = oracleRows(oracleLogs(world, definition.source, output, windowed), {
    window: windowed.window,
    aggregates,
    maxDelayMs: definition.source.maxDelayMs,
  })
  const outcomes = expected.rows.flatMap(row => finished(row, null, windowed, output.columns) ?? [])
  letters.push(...outcomes.flatMap(outcome => ('code' in outcome ? [{ output: name, code: outcome.code, record: '' }] : [])))
  const rows = outcomes.filter(outcome => 'values' in outcome)
  const late = tree.shards.map((shard, place) => {
    const wanted = expected.late[place].filter(({ row }) => row === 0).map(({ ordinal, watermark }) => ({ cause: ordinal, watermark }))
    return lateProblem(wanted, logs.get(shard) ?? [], sink.rows(nameOf(shard), name, 'late'), name)
  })
  if (mergedOutputs(world).includes(name)) return [...late, rowsProblem(rows, sink.rows(mergePartitionName(name, 0), name), output)]
  const identity = identityOf(windowed)
  const textOfExpected = ({ values }: ExpectedRow) =>
    text(identity.map((_, place) => (values[place].kind === 'exact' ? values[place].value : null)))
  const textOfGiven = ({ values }: OutputRow) => text(identity.map(column => values[column]))
  const given = tree.shards.flatMap(shard => sink.rows(nameOf(shard), name))
  return [...late, rowsProblem(byText(rows, textOfExpected), byText(given, textOfGiven), output)]
}
