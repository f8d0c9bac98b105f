import type { OutputRow, Sink, SinkBatch } from '../ports'

interface Stored {
  readonly rows: OutputRow[]
  throughCause: number
}

const keyOf = (partition: string, output: string, channel: SinkBatch['channel']) => JSON.stringify([partition, output, channel])

/** Rows in memory. */
export class MemorySink implements Sink {
  private readonly stored = new Map<string, Stored>()

  async write(batch: SinkBatch): Promise<void> {
    const key = keyOf(batch.partition, batch.output, batch.channel)
    const stored = this.stored.get(key) ?? { rows: [], throughCause: 0 }
    for (const row of batch.rows) if (row.cause > stored.throughCause) stored.rows.push(row)
    stored.throughCause = Math.max(stored.throughCause, batch.throughCause)
    this.stored.set(key, stored)
  }

  /** In the order in which they were caused. */
  rows(partition: string, output: string, channel: SinkBatch['channel'] = 'rows'): readonly OutputRow[] {
    return this.stored.get(keyOf(partition, output, channel))?.rows ?? []
  }
}
