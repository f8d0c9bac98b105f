import type { Source } from '../../pipeline'
import { type RecordBatch, recordBatchFromLines } from '../../runtime'
import { cutBatch, selectRecords } from './batches'
import { Partitioner } from './partitioner'
import { readLineChunks } from './read-lines'

/**
 * The events of a file as partitions that are read in turn, in bounded memory: a chunk of the file is read whenever a partition has nothing waiting.
 */
export function partitionedFile(
  path: string,
  source: Source,
  partitions: number,
  batchSize: number,
): readonly AsyncIterable<RecordBatch>[] {
  const feed = new Feed(path, source, partitions, batchSize)
  return Array.from({ length: partitions }, (_, partition) => feed.partition(partition))
}

class Feed {
  private readonly chunks: AsyncGenerator<Uint8Array>
  private readonly partitioner: Partitioner
  private readonly waiting: RecordBatch[][]
  private readonly positions: number[]
  private records = 0
  private ended = false

  constructor(
    path: string,
    source: Source,
    private readonly partitions: number,
    private readonly batchSize: number,
  ) {
    this.chunks = readLineChunks(path)
    this.partitioner = new Partitioner(source, partitions)
    this.waiting = Array.from({ length: partitions }, () => [])
    this.positions = new Array<number>(partitions).fill(0)
  }

  async *partition(partition: number): AsyncGenerator<RecordBatch> {
    const own = this.waiting[partition]
    for (;;) {
      while (own.length === 0 && !this.ended) await this.readChunk()
      const batch = own.shift()
      if (batch === undefined) return
      yield batch
    }
  }

  private async readChunk(): Promise<void> {
    const next = await this.chunks.next()
    if (next.done) {
      this.ended = true
      return
    }
    const records = recordBatchFromLines(next.value, this.records)
    this.records += records.length
    if (this.partitions === 1) this.waiting[0].push(...cutBatch(records, this.batchSize))
    else this.spread(records)
  }

  private spread(records: RecordBatch): void {
    const indexes = Array.from({ length: this.partitions }, (): number[] => [])
    this.partitioner.assign(records, (index, partition) => indexes[partition].push(index))
    for (const [partition, own] of indexes.entries()) {
      if (own.length === 0) continue
      const selected = selectRecords(records, own, this.positions[partition])
      this.positions[partition] += own.length
      this.waiting[partition].push(...cutBatch(selected, this.batchSize))
    }
  }
}
