/** The cases of conformance, as data: one file a topic. */
import type { ConformanceCase } from '../case'
import { functionCases } from './expressions'
import { windowCases } from './windows'

const TOPICS: readonly (() => readonly ConformanceCase[])[] = [windowCases, functionCases]

/** Every case that is always run; `generated.ts` makes more. */
export function allCases(): readonly ConformanceCase[] {
  return TOPICS.flatMap(topic => topic())
}
