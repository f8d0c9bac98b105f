import { nativesOf } from '../../pipeline'
import type { Driver } from '../driver'
import type { Style } from './console'
import { type CaseOutcome, isFailure, isPass } from './outcome'

/** What a driver gave. */
export interface DriverReport {
  readonly driver: Driver
  readonly outcomes: readonly CaseOutcome[]
  /** See `staleDeclarations`. */
  readonly stale: readonly string[]
}

/** Native text is its author's: that some of it gives equal rows proves nothing about other text. */
const groupOf = ({ case: { name, definition } }: CaseOutcome): string =>
  `${name.split('/')[0]}${nativesOf(definition).length > 0 ? ' (outside of the proof)' : ''}`
const countOf = (outcomes: readonly CaseOutcome[], kind: CaseOutcome['outcome']['kind']): number =>
  outcomes.filter(({ outcome }) => outcome.kind === kind).length

/** `12 ≈1 –3 ✗2` */
function cell(outcomes: readonly CaseOutcome[]): string {
  const counts: readonly (readonly [string, number])[] = [
    ['', countOf(outcomes, 'equal')],
    ['≈', countOf(outcomes, 'declared')],
    ['–', countOf(outcomes, 'refused')],
    ['○', countOf(outcomes, 'left-out')],
    ['✗', outcomes.filter(isFailure).length],
  ]
  return counts.flatMap(([mark, count]) => (count === 0 ? [] : [`${mark}${count}`])).join(' ')
}

/** Groups of cases × engines. */
export function table(reports: readonly DriverReport[], style: Style): string {
  const groups = [...new Set(reports.flatMap(({ outcomes }) => outcomes.map(groupOf)))]
  const row = (name: string, cells: readonly string[]): readonly string[] => [name, ...cells]
  const rows = [
    row(
      'cases',
      reports.map(({ driver }) => driver.name),
    ),
    ...groups.map(group =>
      row(
        group,
        reports.map(({ outcomes }) => cell(outcomes.filter(outcome => groupOf(outcome) === group))),
      ),
    ),
    row(
      'all',
      reports.map(({ outcomes }) => cell(outcomes)),
    ),
  ]
  const widths = rows[0].map((_, column) => Math.max(...rows.map(cells => cells[column].length)))
  const lines = rows.map(cells =>
    cells
      .map((text, column) => colored(text.padEnd(widths[column]), style))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\nn equal, ≈n different as declared, –n refused by the compiler, ○n left out, ✗n DIFFERENT`
}

const colored = (text: string, style: Style): string => (text.includes('✗') ? style('red', text) : text)

/** What to know about a driver's outcomes: differences with their rows, and how often what is refused, left out and declared. */
export function details({ driver, outcomes, stale }: DriverReport, style: Style): readonly string[] {
  const reasons = outcomes.flatMap(({ outcome }): readonly string[] => {
    if (outcome.kind === 'refused') return [...new Set(outcome.issues.map(({ feature, reason }) => `refused: ${feature}: ${reason}`))]
    if (outcome.kind === 'left-out') return [`left out: ${outcome.reason}`]
    return outcome.kind === 'declared' ? [`different as declared: ${outcome.difference.reason}`] : []
  })
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const failures = outcomes
    .filter(isFailure)
    .flatMap(({ case: { name }, outcome }) => [
      style('red', `${driver.name}: ${name} ${outcome.kind === 'different' ? 'is DIFFERENT' : 'FAILED'}`),
      ...('details' in outcome ? outcome.details.map(line => `    ${line}`) : []),
    ])
  return [
    ...[...counts].map(([reason, count]) => `${driver.name}: ${count === 1 ? 'one case' : `${count} cases`} ${reason}`),
    ...failures,
    ...stale.map(text => style('red', `${driver.name}: ${text}`)),
  ]
}

/** `N passed, N failed`; the refused and the left out count as skipped. A declaration that is stale is a failure. */
export function summary(reports: readonly DriverReport[]): { readonly text: string; readonly failed: number } {
  const outcomes = reports.flatMap(report => report.outcomes)
  const failed = outcomes.filter(isFailure).length + reports.flatMap(({ stale }) => stale).length
  const passed = outcomes.filter(isPass).length
  const skipped = outcomes.length - passed - outcomes.filter(isFailure).length
  return { text: `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`, failed }
}
