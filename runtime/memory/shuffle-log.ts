import { recordBatchOf } from '../decode'
import type { Position, RecordBatch } from '../records'
import type { ReadableShuffleLog, ShuffleMessage } from '../shuffle'

const DEFAULT_LIMIT = 1000

/** A shuffle log in memory. */
export class MemoryShuffleLog implements ReadableShuffleLog {
  private readonly logs = new Map<string, Uint8Array[]>()
  /** Messages that were forgotten, by log. */
  private readonly forgotten = new Map<string, number>()

  constructor(readonly partitions: number) {
    if (!Number.isSafeInteger(partitions) || partitions < 1)
      throw new RangeError(`a shuffle log has at least one partition, got ${partitions}; give an integer of at least 1`)
  }

  async append(messages: readonly ShuffleMessage[]): Promise<void> {
    for (const { output, partition, bytes } of messages) {
      const log = this.log(output, partition)
      log.push(bytes.slice())
    }
  }

  async read(output: string, partition: number, after: Position | null, limit = DEFAULT_LIMIT): Promise<RecordBatch> {
    const first = this.forgotten.get(nameOf(output, partition)) ?? 0
    const from = after === null ? first : Math.max(first, Number(after) + 1)
    const messages = this.log(output, partition).slice(from - first, from - first + limit)
    return recordBatchOf(messages.map((bytes, index) => ({ position: from + index, arrivalTime: Number.NaN, bytes })))
  }

  /** Frees the messages up to a position, which were read. */
  forget(output: string, partition: number, through: Position): void {
    const name = nameOf(output, partition)
    const first = this.forgotten.get(name) ?? 0
    const count = Number(through) + 1 - first
    if (count <= 0) return
    this.log(output, partition).splice(0, count)
    this.forgotten.set(name, first + count)
  }

  private log(output: string, partition: number): Uint8Array[] {
    const name = nameOf(output, partition)
    const log = this.logs.get(name) ?? []
    this.logs.set(name, log)
    return log
  }
}

const nameOf = (output: string, partition: number) => JSON.stringify([output, partition])
