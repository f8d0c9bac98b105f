import type { Definition, Output } from '../../../../pipeline'
import type { MemoryDeadLetters, MemorySink } from '../../../../runtime'
import { mergePartitionName } from '../../../../runtime/shuffle'
import type { ExpectedOutput } from '../expected'
import type { Entry } from '../generate/logs'
import { lettersProblem, mergeLettersProblem } from './letters'
import { lateProblem, rowsProblem } from './rows'

/** What the runtime gave. */
export interface Given {
  readonly sink: MemorySink
  readonly deadLetters: MemoryDeadLetters
}

type Logs = readonly (readonly Entry[])[]

function outputProblems(
  output: Output,
  expected: ExpectedOutput,
  logs: Logs,
  { sink, deadLetters }: Given,
): readonly (string | undefined)[] {
  const { name } = output
  const late = logs.map((log, partition) => lateProblem(expected.late[partition], log, sink.rows(String(partition), name, 'late'), name))
  if (output.windowed === null || logs.length === 1)
    return [...late, ...expected.rows.map((rows, partition) => rowsProblem(rows, sink.rows(String(partition), name), output))]
  const merge = mergePartitionName(name, 0)
  return [
    ...late,
    rowsProblem(expected.rows[0], sink.rows(merge, name), output),
    mergeLettersProblem(name, expected.failedRows, deadLetters.letters(merge)),
  ]
}

/** The first thing that is wrong with what the runtime gave; undefined if nothing is. */
export function problem(definition: Definition, logs: Logs, expected: readonly ExpectedOutput[], given: Given): string | undefined {
  const problems = [
    ...logs.map((log, partition) => lettersProblem(partition, log, definition, expected, given.deadLetters.letters(String(partition)))),
    ...definition.outputs.flatMap((output, index) => outputProblems(output, expected[index], logs, given)),
  ]
  return problems.find(found => found !== undefined)
}
