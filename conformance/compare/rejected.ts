import type { ExpectedLetter } from '../expected'
import { type RejectedRecord, reasonOf } from '../rejected'
import { match } from './match'

/** So many are shown of each. */
const SHOWN = 3

/** How late events or dead letters differ as multisets, as lines; empty: not at all. What an engine doesn't tell of one isn't compared. */
export function rejectedLines(what: string, expected: readonly ExpectedLetter[], given: readonly RejectedRecord[]): readonly string[] {
  const { missing, extra } = match(expected, given, fits)
  if (missing.length + extra.length === 0) return []
  return [
    `${missing.length} of ${expected.length} ${what} are missing, ${extra.length} of ${given.length} are others`,
    ...missing.slice(0, SHOWN).map(letter => `missing: ${JSON.stringify(letter)}`),
    ...extra.slice(0, SHOWN).map(letter => `not expected: ${JSON.stringify(letter)}`),
  ]
}

const PLACE = ['partition', 'index', 'record', 'timeMs'] as const

function fits(expected: ExpectedLetter, given: RejectedRecord): boolean {
  if (expected.output !== given.output || reasonOf(expected.kind) !== given.reason) return false
  return PLACE.every(name => expected[name] === undefined || given[name] === undefined || expected[name] === given[name])
}
