import type { RecordBatch } from '../../../runtime/records'
import type { Ports } from './world'

/** Records of a log, by index: `from` to `to` (exclusive). */
export interface Range {
  readonly partition: string
  readonly from: number
  readonly to: number
}

/** What became of each record where a source gives batches up: it counts where a commit of it was stored. */
export class Fates {
  private readonly counted = new Map<string, number[]>()
  private readonly givenUp = new Map<string, Set<number>>()

  /** Somebody who was handed these records committed. */
  commit({ partition, from, to }: Range): void {
    const known = this.counted.get(partition) ?? []
    this.counted.set(partition, known)
    for (let index = Math.max(from, (known.at(-1) ?? -1) + 1); index < to; index++) known.push(index)
  }

  giveUp({ partition, from, to }: Range): void {
    const known = this.givenUp.get(partition) ?? new Set()
    this.givenUp.set(partition, known)
    for (let index = from; index < to; index++) known.add(index)
  }

  /** A partition's log without the records that don't count. Throws where one of them was never given up. */
  rest(partition: string, log: RecordBatch): RecordBatch {
    const kept = this.counted.get(partition) ?? []
    const counts = new Set(kept)
    for (let index = 0; index < log.length; index++)
      if (!counts.has(index) && !this.givenUp.get(partition)?.has(index))
        throw new Error(`record ${index} of partition ${partition} was lost: nobody gave it up`)
    return {
      length: kept.length,
      positions: kept.map(index => log.positions[index]),
      arrivalTimes: Float64Array.from(kept, index => log.arrivalTimes[index]),
      ticks: Uint8Array.from(kept, index => log.ticks[index]),
      bytes: log.bytes,
      starts: Int32Array.from(kept, index => log.starts[index]),
      ends: Int32Array.from(kept, index => log.ends[index]),
    }
  }
}

/** A worker's ports where rows are stored in one step with the checkpoint, as on AWS Lambda. `onCommit` is part of that step. */
export function atomic(ports: Ports, onCommit: (partition: string) => void): Ports {
  const waiting = new Map<string, (() => Promise<void>)[]>()
  const later = (partition: string, write: () => Promise<void>) => waiting.set(partition, [...(waiting.get(partition) ?? []), write])
  return {
    ...ports,
    sink: {
      write: async batch => void later(batch.partition, () => ports.sink.write(batch)),
      rows: ports.sink.rows.bind(ports.sink),
    },
    deadLetters: {
      write: async batch => void later(batch.partition, () => ports.deadLetters.write(batch)),
      letters: ports.deadLetters.letters.bind(ports.deadLetters),
    },
    state: {
      load: partition => {
        waiting.delete(partition) // of a call that failed
        return ports.state.load(partition)
      },
      commit: async (partition, version, change) => {
        const writes = waiting.get(partition) ?? []
        waiting.delete(partition)
        const stored = await ports.state.commit(partition, version, change)
        if (!stored) return false
        onCommit(partition)
        for (const write of writes) await write()
        return true
      },
    },
  }
}
