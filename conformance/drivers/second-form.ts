import type { ConformanceCase } from '../case'

/** Topics in which an engine's second form may differ from its first: windows that close, rows without windows, several outputs. */
const TOPICS = /^(scheduled|bad-input|arrival|tumbling|session|steps|outputs|partitions|keys|examples)\//

/** Why a case need not run in an engine's second form, whose views are the same but for the last SELECT. */
export function ranInFirstForm({ name }: ConformanceCase): string | undefined {
  return TOPICS.test(name) ? undefined : "the same SELECTs run in the engine's first form"
}
