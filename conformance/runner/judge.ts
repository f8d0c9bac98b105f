import type { CaseResult, ConformanceCase } from '../case'
import { compareRows, differenceLines, rejectedLines } from '../compare'
import { type Expected, type ExpectedLetter, expectedOf } from '../expected'
import type { RejectedRecord } from '../rejected'
import { arrivedBy } from '../rounds'
import type { Declared } from './declared'
import type { Outcome } from './outcome'
import { declares } from './patterns'

/** So many differing rows are shown. */
const SHOWN_ROWS = 3

/** What an engine's result is worth. */
export function judge(testCase: ConformanceCase, expected: Expected, result: CaseResult, declared: Declared): Outcome {
  const { proves } = testCase
  const fate = proves && declared.badRecords[proves]
  if (fate === 'taken' || fate === 'job fails') return judgeOwnRules(testCase, expected, result, fate)
  const details = result.kind === 'rows' ? differencesOf(testCase, expected, result, declared) : failureOf(result)
  if (details.length === 0) return { kind: 'equal' }
  const difference = declared.differences.find(candidate => declares(candidate, testCase))
  if (difference) return { kind: 'declared', difference, details }
  return { kind: result.kind === 'rows' ? 'different' : 'failed', details }
}

/** A bad record with which the engine is said to deal in another way than the law. */
function judgeOwnRules(testCase: ConformanceCase, expected: Expected, result: CaseResult, fate: 'taken' | 'job fails'): Outcome {
  const what = `the engine declares '${fate}' for '${testCase.proves}'`
  const happens = result.kind === 'failed' ? 'job fails' : rowDifferences(testCase, expected, result).length > 0 ? 'taken' : 'dropped'
  if (happens === fate) return { kind: 'declared', difference: { cases: testCase.name, reason: what }, details: [] }
  return { kind: 'different', details: [`${what}, but it is: ${happens}`, ...(result.kind === 'failed' ? failureOf(result) : [])] }
}

function failureOf({ message, log }: Extract<CaseResult, { kind: 'failed' }>): readonly string[] {
  return [...message.split('\n'), ...(log === undefined ? [] : [`its log is ${log}`])]
}

type Rows = Extract<CaseResult, { kind: 'rows' }>

function differencesOf(testCase: ConformanceCase, expected: Expected, result: Rows, declared: Declared): readonly string[] {
  const { badRecords, lateOutput } = declared
  const letters = expected.deadLetters.filter(({ kind }) => kind !== 'late' && badRecords[kind] === 'dead letter')
  return [
    ...rowDifferences(testCase, expected, result),
    ...roundDifferences(testCase, result),
    ...rejected('late events', expected.late, result.late, lateOutput),
    ...rejected('dead letters', letters, result.deadLetters, testCase.proves !== undefined),
  ]
}

/** `required`: the driver has to collect them. */
function rejected(
  what: string,
  expected: readonly ExpectedLetter[],
  given: readonly RejectedRecord[] | undefined,
  required: boolean,
): readonly string[] {
  if (given !== undefined) return rejectedLines(what, expected, given)
  return required && expected.length > 0 ? [`the engine declares that it gives ${what}, but its driver collected none`] : []
}

function roundDifferences(testCase: ConformanceCase, { rounds = [] }: Rows): readonly string[] {
  return rounds.flatMap((outputs, index) => {
    const partitions = arrivedBy(testCase, index)
    const lines = rowDifferences(testCase, expectedOf({ ...testCase, partitions }, true), { outputs })
    return lines.length === 0 ? [] : [`after round ${index + 1}:`, ...lines]
  })
}

function rowDifferences({ definition }: ConformanceCase, expected: Expected, { outputs }: Pick<Rows, 'outputs'>): readonly string[] {
  return definition.outputs.flatMap(output => {
    const rows = outputs[output.name]
    if (rows === undefined) return [`the engine gave no output '${output.name}'`]
    const wanted = expected.rows[output.name]
    const differences = compareRows(wanted, rows, output)
    if (differences.length === 0) return []
    return [
      `${differences.length} of ${wanted.length} rows of '${output.name}' differ (got ${rows.length})`,
      ...differences.slice(0, SHOWN_ROWS).flatMap(difference => differenceLines(difference, output)),
    ]
  })
}
