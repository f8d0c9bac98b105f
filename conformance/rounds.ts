import type { ConformanceCase } from './case'
import type { CaseRecord } from './records'

/** What has come of each partition by a round of the case. */
export function arrivedBy({ partitions, rounds = [] }: ConformanceCase, round: number): readonly (readonly CaseRecord[])[] {
  return partitions.map(records => records.slice(0, Math.floor(records.length * rounds[round])))
}

/** A run of a scheduled form: what has come, and whether it is all. */
export interface Run {
  readonly partitions: readonly (readonly CaseRecord[])[]
  readonly isComplete: boolean
}

/**
 * What a scheduled form is given, one run after the other: the log as far as it has come, and whether it is complete. A case without rounds is one run over all of it.
 */
export function runsOf(testCase: ConformanceCase): readonly Run[] {
  const { partitions, rounds = [] } = testCase
  return [...rounds.map((_, round) => ({ partitions: arrivedBy(testCase, round), isComplete: false })), { partitions, isComplete: true }]
}

/**
 * The statements that load, as they are run in a case with rounds: a run that crashes half-way, the run after it, and once more over the same data. Nothing may be lost or doubled.
 */
export function repeatedly(statements: readonly string[]): readonly string[] {
  return [...statements.slice(0, Math.ceil(statements.length / 2)), ...statements, ...statements]
}
