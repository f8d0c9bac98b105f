import { accepts, type CausedRow, type ExpectedValue, type OracleRow } from '../../oracle'
import { type DrivenLate, type DrivenRow, keyTextOf } from './drive'

// Taken once: test sandboxes look up globals slowly.
const { max } = Math

/** As text, to compare and to read. */
export const shown = (value: unknown) => JSON.stringify(value, (_, held) => (typeof held === 'bigint' ? `${held}n` : held))

function valuesDiffer(expected: readonly ExpectedValue[], actual: DrivenRow['values']): boolean {
  const overflows = expected.filter(value => value.kind === 'overflow')
  // A failure must tell the exact value of one of the sums that left their range.
  if (typeof actual === 'string') return !overflows.some(({ value }) => actual.includes(String(value)))
  return overflows.length > 0 || expected.length !== actual.length || !expected.every((value, place) => accepts(value, actual[place]))
}

const place = ({ start, end }: { readonly start: number; readonly end: number }) => `[${start}, ${end})`

/** What is wrong with the rows that were given; undefined if nothing is. Causes are compared where the expected rows have them. */
export function rowProblem(expected: readonly (OracleRow | CausedRow)[], actual: readonly DrivenRow[]): string | undefined {
  for (let index = 0; index < max(expected.length, actual.length); index++) {
    const [wanted, given] = [expected[index], actual[index]]
    if (wanted === undefined) return `row ${index} should not be given: ${shown(given)}`
    if (given === undefined) return `row ${index} is missing: ${shown(wanted)}`
    const same = wanted.start === given.start && wanted.end === given.end && keyTextOf(wanted.key) === given.key
    if (!same) return `row ${index} is ${place(given)} ${given.key}, not ${place(wanted)} ${keyTextOf(wanted.key)}`
    if ('cause' in wanted && wanted.cause !== given.cause)
      return `row ${index} ${place(given)} has cause ${given.cause}, not ${wanted.cause}`
    if (valuesDiffer(wanted.values, given.values))
      return `row ${index} ${place(given)} holds ${shown(given.values)}, not ${shown(wanted.values)}`
  }
  return undefined
}

/** What is wrong with the late rows; undefined if nothing is. */
export function lateProblem(expected: readonly DrivenLate[], actual: readonly DrivenLate[]): string | undefined {
  return shown(expected) === shown(actual.map(({ ordinal, row, watermark }) => ({ ordinal, row, watermark })))
    ? undefined
    : `late rows are ${shown(actual)}, not ${shown(expected)}`
}
