import type { Attribute, TableClient } from '../clients/table'
import { OUTBOX, PUBLISH } from '../names'

/** `open`: its effects may be there in part; `published`: all are, what was staged may be there in part; `done`: nothing is left of it. */
export type PlanState = 'open' | 'published' | 'done'

/** What one publication takes: numbered from 1 without gaps, one at a time. */
export interface Plan {
  readonly number: number
  readonly state: PlanState
  /** `sk` of outbox items, in the order of publication. */
  readonly entries: readonly string[]
}

const KEY = { pk: PUBLISH, sk: 'plan' }
/** Entries have some 100 bytes each, an item 400 KB. */
const MOST_ENTRIES = 1000

/** The plan that is stored; undefined before the first. */
export async function readPlan(table: TableClient): Promise<Plan | undefined> {
  const item = await table.get(KEY)
  if (item === undefined) return undefined
  const [number, state] = String(item['state']).split(':')
  return { number: Number(number), state: state as PlanState, entries: textsOf(item['entries']) }
}

/** Plans all that waits, the oldest first, up to a bound of bytes (one entry at least). Undefined: nothing waits, or somebody else was first. */
export async function openPlan(table: TableClient, last: Plan | undefined, mostBytes: number): Promise<Plan | undefined> {
  const waiting = await table.query(OUTBOX, '', MOST_ENTRIES)
  const entries: string[] = []
  let bytes = 0
  for (const item of waiting) {
    bytes += Number(item['size'])
    if (entries.length > 0 && bytes > mostBytes) break
    entries.push(item.sk)
  }
  if (entries.length === 0) return undefined
  const plan: Plan = { number: (last?.number ?? 0) + 1, state: 'open', entries }
  return (await replace(table, last, plan)) ? plan : undefined
}

/** Moves the plan on; undefined: somebody else did. */
export async function movePlan(table: TableClient, plan: Plan, state: PlanState): Promise<Plan | undefined> {
  const next = { ...plan, state, entries: state === 'done' ? [] : plan.entries }
  return (await replace(table, plan, next)) ? next : undefined
}

async function replace(table: TableClient, from: Plan | undefined, to: Plan): Promise<boolean> {
  const condition = from === undefined ? ({ absent: true } as const) : { attribute: 'state', equals: stateOf(from) }
  const result = await table.put({ item: { ...KEY, state: stateOf(to), entries: to.entries }, condition })
  if (result.done) return true
  // A client that repeats a request whose answer was lost is refused by its own write; then the plan is as it should be.
  return result.refused.get(0)?.['state'] === stateOf(to) && sameTexts(textsOf(result.refused.get(0)?.['entries']), to.entries)
}

const stateOf = ({ number, state }: Plan) => `${number}:${state}`
const textsOf = (value: Attribute | undefined): readonly string[] => (Array.isArray(value) ? value : [])
const sameTexts = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((text, index) => text === other[index])
