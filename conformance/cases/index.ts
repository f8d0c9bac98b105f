/** The cases of conformance, as data: one file a topic. */
import type { ConformanceCase } from '../case'
import { windowCases } from './windows'

const TOPICS: readonly (() => readonly ConformanceCase[])[] = [windowCases]

/** Every case that is always run; `generated.ts` makes more. */
export function allCases(): readonly ConformanceCase[] {
  return TOPICS.flatMap(topic => topic())
}
