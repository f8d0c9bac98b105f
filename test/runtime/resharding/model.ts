import { type Position, recordBatchOf } from '../../../runtime'
import type { LogRecord } from '../../../runtime/decode'
import type { WindowSpecification } from '../../../windowing'
import { Choices } from '../../windowing/oracle/cases'
import { holds, POINTS, type Shard, ShardTree } from '../../windowing/resharding/tree'
import { KEY_EXPLODED, KIND_BAD, Model, OUTPUTS, slice } from '../simulation/model'
import { Random } from '../simulation/random'
import { nameOf, type Plant } from './run'

const WINDOWS: readonly WindowSpecification[] = [
  { kind: 'tumbling', sizeMs: 6, offsetMs: 1 },
  { kind: 'hopping', sizeMs: 9, hopMs: 3, offsetMs: 0 },
  { kind: 'session', gapMs: 4 },
]
const MOST_SHARDS = 9

/** Where a key lies. An exploded event has the keys 1 and 2, which therefore are in one place. */
const pointOf = (key: number) => (([2, KEY_EXPLODED].includes(key) ? 1 : key) * 5) % POINTS

/** The small world of the simulation (see `Model`) as a stream whose shards are split and merged; in two stages its events are anywhere. */
export function modelPlantOf(seed: number, merged: boolean): Plant {
  const random = new Random(seed)
  const tree = new ShardTree(1 + random.below(3), Choices.endless(Uint8Array.from({ length: 40 }, () => random.below(256))))
  const mergePartitions = random.chance(0.3) ? 2 : 1
  const model = new Model({ window: WINDOWS[random.below(WINDOWS.length)], partitions: 0, merged })
  const records = new Map<Shard, LogRecord[]>()
  const first = random.chance(0.2) ? 2n ** 190n : 0n
  let time = 5
  for (let left = 4 + random.below(20); left > 0; left--) {
    while (random.chance(0.3) && tree.shards.length < MOST_SHARDS) tree.reshard()
    time = Math.min(240, time + random.below(4))
    const key = random.below(8)
    const shard = tree.at(merged ? random.below(POINTS) : pointOf(key))
    const log = records.get(shard) ?? []
    records.set(shard, log)
    const position: Position = first === 0n ? log.length * 3 : first + BigInt(log.length * 3)
    const kind = random.chance(0.08) ? KIND_BAD : 0
    const value = random.chance(0.1) ? 255 : random.below(4)
    const bytes = random.chance(0.08) ? null : Uint8Array.of(kind, key, Math.max(0, time - random.below(9)), value)
    log.push({ position, arrivalTime: time, bytes })
  }
  const logs = new Map(tree.shards.map(shard => [shard, recordBatchOf(records.get(shard) ?? [])]))
  const empty = recordBatchOf([])
  const roots = tree.roots.map(({ index }) => index)
  return {
    tree,
    outputs: OUTPUTS,
    merged: merged ? ['windows'] : [],
    mergePartitions,
    length: shard => (logs.get(shard) ?? empty).length,
    batch: (shard, from, to) => slice(logs.get(shard) ?? empty, from, to),
    keeps: (shard, keyText) => holds(shard, pointOf(Number(keyText))),
    partition: (shard, ports, inherit) => model.partition(shard.index, ports, nameOf(shard), inherit),
    merge: (_, partition, ports) => model.merge(partition, ports, roots),
  }
}
