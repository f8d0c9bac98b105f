import type { OracleDefinition, OracleEntry, OracleKey, OracleLog } from '../../oracle'
import { watermarks } from '../../oracle'
import { Choices, caseOf, type Kind } from '../oracle/cases'
import { POINTS, type Shard, ShardTree } from './tree'

/** A stream whose shards are split and merged between its events. */
export interface ShardedCase {
  readonly definition: OracleDefinition
  readonly tree: ShardTree
  /** Everything in the order in which it was written, as one log. */
  readonly whole: OracleLog
  /** By shard, in the order of `tree.shards`. */
  readonly logs: readonly OracleLog[]
  pointOf(key: OracleKey): number
}

/** After the last event of a log. */
export const endWatermark = (log: OracleLog, maxDelayMs: number) =>
  watermarks(log, maxDelayMs).at(-1) ?? log.startWatermark ?? Number.NEGATIVE_INFINITY

/** Logs of shards, each with the watermark that it begins with. */
function withStarts(tree: ShardTree, entries: ReadonlyMap<Shard, readonly OracleEntry[]>, maxDelayMs: number): readonly OracleLog[] {
  const logs = new Map<Shard, OracleLog>()
  for (const shard of tree.shards) {
    const own = entries.get(shard) ?? []
    const ends = shard.parents.map(parent => endWatermark(logs.get(parent) ?? { entries: [] }, maxDelayMs))
    const startWatermark = Math.max(Number.NEGATIVE_INFINITY, ...ends)
    logs.set(shard, { entries: own, endCause: own.length + 1, startWatermark })
  }
  return [...logs.values()]
}

/** Choices for a tree: how many shards it begins with, and what becomes of them. */
const TREE_CHOICES = 24

/** The case that these choices make. `keyed`: a key's events are in the shard of its point; else anywhere. */
export function shardedCaseOf(kind: Kind, choices: Choices, keyed: boolean, onTime: boolean): ShardedCase {
  const tree = new ShardTree(1 + choices.below(3), Choices.endless(Uint8Array.from({ length: TREE_CHOICES }, () => choices.below(256))))
  const changes = Array.from({ length: 12 }, () => choices.below(8))
  const points = Array.from({ length: 3 }, () => choices.below(POINTS))
  const spread = Array.from({ length: 8 }, () => choices.below(POINTS))
  const { definition, logs, keys } = caseOf(kind, choices, 1, onTime)
  const pointOf = (key: OracleKey) => points[keys.indexOf(key)]
  const entries = new Map<Shard, OracleEntry[]>()
  const whole = logs[0].entries.map(({ time, rows }, index): OracleEntry => {
    // Where a key has a place, an event that was exploded stays with one key.
    const [first] = rows
    const own = keyed && first !== undefined ? rows.map(({ columns }) => ({ key: first.key, columns })) : rows
    for (let change = changes[index % changes.length]; change >= 6; change--) tree.reshard()
    const shard = tree.at(keyed && first !== undefined ? pointOf(first.key) : spread[index % spread.length])
    const log = entries.get(shard) ?? []
    entries.set(shard, log)
    log.push({ ordinal: log.length + 1, time, rows: own })
    return { ordinal: index + 1, time, rows: own }
  })
  return {
    definition,
    tree,
    whole: { entries: whole, endCause: whole.length + 1 },
    logs: withStarts(tree, entries, definition.maxDelayMs),
    pointOf,
  }
}
