import type { ConformanceCase } from '../case'
import type { Driver } from '../driver'
import type { CaseOutcome } from './outcome'
import { declares } from './patterns'

/**
 * What of a driver's declared differences doesn't differ any more, as sentences. A declaration is judged only where all of its cases ran: a difference that shows in
 * few of them may not be among a selection.
 */
export function staleDeclarations(
  { differences }: Driver,
  everyCase: readonly ConformanceCase[],
  outcomes: readonly CaseOutcome[],
): readonly string[] {
  const ran = new Set(outcomes.map(outcome => outcome.case.name))
  return differences.flatMap(difference => {
    const meant = everyCase.filter(testCase => declares(difference, testCase))
    const what = `the declared difference of '${difference.cases}'${difference.conditions ? ` (${difference.conditions.join(', ')})` : ''}`
    if (meant.length === 0) return [`${what} is of no case`]
    if (!meant.every(({ name }) => ran.has(name))) return []
    const differs = outcomes.some(({ outcome }) => outcome.kind === 'declared' && outcome.difference === difference)
    return differs ? [] : [`${what} doesn't differ any more: ${difference.reason}`]
  })
}
