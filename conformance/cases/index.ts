/** The cases of conformance, as data: one file a topic. */
import type { ConformanceCase } from '../case'
import { badInputCases } from './bad-input'
import { exampleCases } from './examples'
import { functionCases } from './expressions'
import { formatCases } from './formats'
import { identifierCases } from './identifiers'
import { keyCases } from './keys'
import { nativeCases } from './native'
import { severalCases } from './partitions'
import { recordCases } from './records'
import { scheduledCases } from './scheduled'
import { shapeCases } from './shapes'
import { stepCases } from './steps'
import { tickCases } from './ticks'
import { valueCases } from './values'
import { windowCases } from './windows'

const TOPICS: readonly (() => readonly ConformanceCase[])[] = [
  windowCases,
  shapeCases,
  keyCases,
  stepCases,
  valueCases,
  functionCases,
  nativeCases,
  recordCases,
  formatCases,
  badInputCases,
  scheduledCases,
  identifierCases,
  severalCases,
  tickCases,
  exampleCases,
]

/** Every case that is always run; `generated.ts` makes more. */
export function allCases(): readonly ConformanceCase[] {
  return TOPICS.flatMap(topic => topic())
}
