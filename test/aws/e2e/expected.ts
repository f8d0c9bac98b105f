import { createHash } from 'node:crypto'
import type { Definition, RecordValue } from '../../../pipeline'
import {
  createMergeProcessor,
  createPartitionProcessor,
  type DeadLetter,
  type LogRecord,
  MemoryDeadLetters,
  MemoryShuffleLog,
  MemorySink,
  MemoryStateStore,
  mergePartitionName,
  needsMerge,
  type ParentState,
  recordBatchOf,
} from '../../../runtime'
import type { StreamRecord } from '../mapping'
import type { ShardLog } from './logs'

/** What the runtime gives of the same logs, in memory and undisturbed. */
export interface Expected {
  readonly rows: ReadonlyMap<string, readonly RecordValue[]>
  readonly late: ReadonlyMap<string, readonly RecordValue[]>
  readonly deadLetters: readonly DeadLetter[]
}

interface Range {
  readonly first: bigint
  readonly last: bigint
}

/** A batch of another size than the functions get. */
const BATCH = 700
const TICK = /^streambed-tick-1:(\d+)$/

/** `ranges`: the hash keys of each shard. */
export async function expectedOf(
  definition: Definition,
  logs: readonly ShardLog[],
  ranges: ReadonlyMap<string, Range>,
  mergePartitions: number,
): Promise<Expected> {
  const state = new MemoryStateStore()
  const sink = new MemorySink()
  const deadLetters = new MemoryDeadLetters()
  const shuffle = new MemoryShuffleLog(mergePartitions)
  const ports = { state, sink, deadLetters, shuffle }
  const shard = ({ id, number, parents }: ShardLog) =>
    createPartitionProcessor({
      definition,
      partition: id,
      index: number,
      partitions: 'many',
      ports,
      inherit: async () => Promise.all(parents.map(parent => parentState(parent, id))),
    })
  const parentState = async (parent: string, child: string): Promise<ParentState> => {
    const stored = await state.load(parent)
    if (stored === undefined) throw new Error(`${parent} has no state`)
    return { partition: parent, state: stored, keeps: key => key !== null && isIn(hashOf(key), ranges.get(child)) }
  }
  for (const log of logs) {
    const processor = shard(log)
    for (let from = 0; from < log.records.length; from += BATCH)
      await processor.processBatch(recordBatchOf(log.records.slice(from, from + BATCH).map(recordOf)))
    const children = logs.filter(({ parents }) => parents.includes(log.id))
    if (children.length > 0) await processor.handOver(children.map(({ number }) => number))
  }
  const merged = definition.outputs.filter(output => needsMerge(definition, output, 'many'))
  const producers = logs.filter(({ parents }) => parents.length === 0).map(({ number }) => number)
  for (const { name } of merged) {
    for (let partition = 0; partition < mergePartitions; partition++) {
      const processor = createMergeProcessor({ definition, output: name, partition, producers, ports })
      await processor.processBatch(await shuffle.read(name, partition, null, Number.MAX_SAFE_INTEGER))
    }
  }
  const partitions = (output: string) => [
    ...logs.map(({ id }) => id),
    ...Array.from({ length: mergePartitions }, (_, partition) => mergePartitionName(output, partition)),
  ]
  const collect = (channel: 'rows' | 'late') =>
    new Map(
      definition.outputs.map(({ name }) => [
        name,
        partitions(name).flatMap(partition => sink.rows(partition, name, channel).map(({ values }) => values)),
      ]),
    )
  const names = new Set(definition.outputs.flatMap(({ name }) => partitions(name)))
  return { rows: collect('rows'), late: collect('late'), deadLetters: [...names].flatMap(name => deadLetters.letters(name)) }
}

function recordOf({ sequenceNumber, partitionKey, data, arrivalTime }: StreamRecord): LogRecord {
  const position = BigInt(sequenceNumber) << 20n
  const tick = partitionKey === 'streambed-tick' ? TICK.exec(Buffer.from(data).toString('latin1'))?.[1] : undefined
  return tick === undefined ? { position, arrivalTime, bytes: data } : { position, arrivalTime: Number(tick), bytes: null }
}

const hashOf = (key: string) => BigInt(`0x${createHash('md5').update(key, 'utf8').digest('hex')}`)
const isIn = (hash: bigint, range: Range | undefined) => range !== undefined && hash >= range.first && hash <= range.last
