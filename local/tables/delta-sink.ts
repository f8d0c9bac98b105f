import type { Definition } from '../../pipeline'
import type { Sink, SinkBatch } from '../../runtime'
import type { DeltaTable } from '../../tables'
import { openTable } from './open-tables'

/** Times that another worker may be first; each means that it wrote something, so that this ends. */
const attempts = 20

/**
 * Stores the rows of each output in a Delta table. The highest cause of a partition stands in the table's log (`txn`), in the same commit as its rows:
 * rows that are written again after a crash are dropped. Late events go to `late`.
 */
export class DeltaSink implements Sink {
  private constructor(
    private readonly tables: ReadonlyMap<string, DeltaTable>,
    private readonly late: Sink,
  ) {}

  static async open(directory: string, definition: Definition, late: Sink): Promise<DeltaSink> {
    const tables = new Map<string, DeltaTable>()
    for (const output of definition.outputs) tables.set(output.name, await openTable(directory, output))
    return new DeltaSink(tables, late)
  }

  async write(batch: SinkBatch): Promise<void> {
    if (batch.channel === 'late') return this.late.write(batch)
    const table = this.tables.get(batch.output)
    if (table === undefined)
      throw new Error(`output '${batch.output}' has no table; the definition has ${[...this.tables.keys()].join(', ')}`)
    const id = `${batch.partition}/${batch.output}`
    for (let attempt = 0; attempt < attempts; attempt++) {
      const stored = await table.transactionVersion(id)
      const fresh = batch.rows.filter(row => stored === undefined || row.cause > stored).map(row => row.values)
      if (fresh.length === 0) return
      const application = { id, version: batch.throughCause, expectedVersion: stored ?? null }
      const result = await table.append(fresh, { application })
      if (result.status !== 'conflict') return
    }
    throw new Error(`table '${batch.output}': another worker was first ${attempts} times; one partition must have one worker`)
  }
}
