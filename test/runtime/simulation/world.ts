import { MemoryDeadLetters, MemoryShuffleLog, MemorySink, MemoryStateStore } from '../../../runtime/memory'
import type { DeadLetters, Sink, StateStore } from '../../../runtime/ports'
import type { Position, RecordBatch } from '../../../runtime/records'
import { mergePartitionName, type ShuffleLog } from '../../../runtime/shuffle'
import { type ModelOptions, OUTPUTS } from './model'
import type { Scheduler } from './scheduler'

export interface WorldOptions extends ModelOptions {
  readonly logs: readonly RecordBatch[]
  readonly mergePartitions: number
}

/** Ports that stay when workers crash. Tests of the simulation itself replace one by a broken one. */
export interface Ports {
  readonly state: StateStore
  readonly sink: Sink & Pick<MemorySink, 'rows'>
  readonly deadLetters: DeadLetters & Pick<MemoryDeadLetters, 'letters'>
  readonly shuffle: MemoryShuffleLog
}

export const memoryPorts = (mergePartitions: number): Ports => ({
  state: new MemoryStateStore(),
  sink: new MemorySink(),
  deadLetters: new MemoryDeadLetters(),
  shuffle: new MemoryShuffleLog(mergePartitions),
})

/** The ports as a worker sees them: each step waits for its turn and may crash. */
export function faulty(ports: Ports, scheduler: Scheduler) {
  const state: StateStore = {
    load: partition => scheduler.step(() => ports.state.load(partition)),
    commit: (partition, version, change) => scheduler.step(() => ports.state.commit(partition, version, change)),
  }
  const sink: Sink = { write: batch => scheduler.step(() => ports.sink.write(batch)) }
  const deadLetters: DeadLetters = { write: batch => scheduler.step(() => ports.deadLetters.write(batch)) }
  const shuffle: ShuffleLog = {
    partitions: ports.shuffle.partitions,
    append: async messages => {
      for (const message of messages) await scheduler.step(() => ports.shuffle.append([message]))
    },
  }
  return { state, sink, deadLetters, shuffle }
}

// Most of the time went into a replacer, which is asked about every value.
Object.defineProperty(BigInt.prototype, 'toJSON', {
  value(this: bigint) {
    return `${this}n`
  },
})
const text = (value: unknown) => JSON.stringify(value)

/** Everything that is stored in the end, as text. Causes and positions of merged rows depend on how partitions interleave; all the rest may not. */
export function contents(ports: Ports, { logs, merged, mergePartitions }: WorldOptions): readonly string[] {
  const lines: string[] = []
  for (const partition of logs.keys()) {
    for (const output of OUTPUTS)
      for (const channel of ['rows', 'late'] as const)
        for (const row of ports.sink.rows(String(partition), output, channel)) lines.push(text([partition, output, channel, row]))
    for (const letter of ports.deadLetters.letters(String(partition))) lines.push(text([partition, letter]))
  }
  for (let partition = 0; merged && partition < mergePartitions; partition++) {
    const name = mergePartitionName('windows', partition)
    for (const { values } of ports.sink.rows(name, 'windows')) lines.push(text([name, values]))
    for (const { error, output, record } of ports.deadLetters.letters(name)) lines.push(text([name, error, output, record]))
  }
  return lines
}

/** The index of the first record after a position. */
export function indexAfter(log: RecordBatch, position: Position | null): number {
  if (position === null) return 0
  let index = 0
  while (index < log.length && log.positions[index] <= position) index++
  return index
}
