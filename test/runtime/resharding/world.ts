import type { DataType, Definition } from '../../../pipeline'
import { createMergeProcessor, createPartitionProcessor, needsMerge, recordBatchOf } from '../../../runtime'
import { Choices } from '../../windowing/oracle/cases'
import { holds, POINTS, type Shard, ShardTree } from '../../windowing/resharding/tree'
import { definitionOf } from '../end-to-end/generate/definition'
import { type Entry, logOf } from '../end-to-end/generate/logs'
import type { Held } from '../end-to-end/interpreter/held'
import { nameOf, type Plant } from './run'

/** A definition, and a stream whose shards were split and merged while it was written. */
export interface World {
  readonly definition: Definition
  readonly tree: ShardTree
  readonly logs: ReadonlyMap<Shard, readonly Entry[]>
}

/** What a world is made of; fewer and smaller bytes are a simpler one. */
export interface WorldBytes {
  readonly definition: Uint8Array
  readonly tree: Uint8Array
  readonly records: readonly Uint8Array[]
}

/** So small that messages are cut. */
const MESSAGE_BYTES = 1024
const MOST_SHARDS = 7

/** Where a partition key lies; stands for the hash of Kinesis. */
function pointOf(keyText: string | null): number {
  let point = 0
  for (const character of keyText ?? 'null') point = (point * 7 + (character.codePointAt(0) ?? 0)) % POINTS
  return point
}

/** The text by which a producer spreads events: the value as it stands in JSON. */
function keyTextOf(value: Held, type: DataType): string | null {
  if (value === null) return null
  if (type.kind === 'date') return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10)
  if (type.kind !== 'decimal') return String(value)
  const unscaled = BigInt(String(value))
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(type.scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -type.scale)}.${digits.slice(-type.scale)}`
}

/** Spreads events by a field that windows are grouped by, more often than a random definition would. */
function withPartitionKey(definition: Definition, choices: Choices): Definition {
  const { fields, eventTime } = definition.source
  const grouped = definition.outputs
    .flatMap(({ windowed }) => windowed?.keys ?? [])
    .flatMap(({ expression }) => (expression.node === 'field' && expression.path.length === 1 ? [expression.path[0]] : []))
  const names = fields.map(({ name }) => name).filter(name => grouped.includes(name) && name !== eventTime)
  if (names.length === 0 || choices.below(4) === 3) return definition
  return { ...definition, source: { ...definition.source, partitionKey: choices.of(names) } }
}

/** Records without a known partition key may be in any shard. */
function pointOfEntry({ event }: Entry, { source }: Definition, spread: Choices): number {
  const field = source.fields.find(({ name }) => name === source.partitionKey)
  return event === null || field === undefined ? spread.below(POINTS) : pointOf(keyTextOf(event[field.name], field.type))
}

export function worldOf({ definition: forDefinition, tree: forTree, records }: WorldBytes): World {
  const choices = Choices.endless(forTree)
  const definition = withPartitionKey(definitionOf(new Choices(forDefinition)), choices)
  const tree = new ShardTree(choices.of([2, 1, 3]), choices)
  const logs = new Map<Shard, Entry[]>()
  for (const entry of logOf(records, definition.source)) {
    for (let change = choices.below(10); change >= 7 && tree.shards.length < MOST_SHARDS; change--) tree.reshard()
    const shard = tree.at(pointOfEntry(entry, definition, choices))
    logs.set(shard, [...(logs.get(shard) ?? []), entry])
  }
  return { definition, tree, logs: new Map(tree.shards.map(shard => [shard, logs.get(shard) ?? []])) }
}

export const mergedOutputs = ({ definition }: World) =>
  definition.outputs.filter(output => needsMerge(definition, output, 'many')).map(({ name }) => name)

/** The definition's own processors. */
export function plantOf(world: World): Plant {
  const { definition, tree, logs } = world
  const producers = tree.roots.map(({ index }) => index)
  return {
    tree,
    outputs: definition.outputs.map(({ name }) => name),
    merged: mergedOutputs(world),
    mergePartitions: 1,
    length: shard => logs.get(shard)?.length ?? 0,
    // Positions count from 1.
    batch: (shard, from, to) =>
      recordBatchOf(
        (logs.get(shard) ?? [])
          .slice(from, to)
          .map(({ bytes, arrivalTime }, index) => ({ position: from + index + 1, arrivalTime, bytes })),
      ),
    keeps: (shard, keyText) => holds(shard, pointOf(keyText)),
    partition: (shard, ports, inherit) =>
      createPartitionProcessor({
        definition,
        partition: nameOf(shard),
        index: shard.index,
        partitions: 'many',
        ports,
        maxMessageBytes: MESSAGE_BYTES,
        inherit,
      }),
    merge: (output, partition, ports) => createMergeProcessor({ definition, output, partition, producers, ports }),
  }
}
