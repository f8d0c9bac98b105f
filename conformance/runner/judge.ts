import type { CaseResult, ConformanceCase } from '../case'
import { compareRows, differenceLines } from '../compare'
import type { DeclaredDifference } from '../driver'
import type { ExpectedRow } from '../expected'
import type { Outcome } from './outcome'
import { declares } from './patterns'

/** So many differing rows are shown. */
const SHOWN_ROWS = 3

/** What an engine's result is worth. */
export function judge(
  testCase: ConformanceCase,
  expected: Readonly<Record<string, readonly ExpectedRow[]>>,
  result: CaseResult,
  declared: readonly DeclaredDifference[],
): Outcome {
  const details = result.kind === 'rows' ? differencesOf(testCase, expected, result.outputs) : failureOf(result)
  if (details.length === 0) return { kind: 'equal' }
  const difference = declared.find(candidate => declares(candidate, testCase))
  if (difference) return { kind: 'declared', difference, details }
  return { kind: result.kind === 'rows' ? 'different' : 'failed', details }
}

function failureOf({ message, log }: Extract<CaseResult, { kind: 'failed' }>): readonly string[] {
  return [...message.split('\n'), ...(log === undefined ? [] : [`its log is ${log}`])]
}

function differencesOf(
  { definition }: ConformanceCase,
  expected: Readonly<Record<string, readonly ExpectedRow[]>>,
  outputs: Extract<CaseResult, { kind: 'rows' }>['outputs'],
): readonly string[] {
  return definition.outputs.flatMap(output => {
    const rows = outputs[output.name]
    if (rows === undefined) return [`the engine gave no output '${output.name}'`]
    const differences = compareRows(expected[output.name], rows, output)
    if (differences.length === 0) return []
    return [
      `${differences.length} of ${expected[output.name].length} rows of '${output.name}' differ (got ${rows.length})`,
      ...differences.slice(0, SHOWN_ROWS).flatMap(difference => differenceLines(difference, output)),
    ]
  })
}
