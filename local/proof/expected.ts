import type { Definition, RecordValue } from '../../pipeline'
import { type DeadLetterBatch, MemoryDeadLetters, runBounded, type SinkBatch } from '../../runtime'
import type { PreparedEvents } from '../events'
import { validUtf8 } from '../events'

/** A row that the undisturbed run gave. */
export interface ExpectedRow {
  /** The partition (or merge partition) that gives it. */
  readonly partition: string
  readonly cause: number
  readonly values: RecordValue
}

/** What a run gives that nothing disturbs. */
export interface ExpectedRun {
  /** By output. */
  readonly rows: ReadonlyMap<string, readonly ExpectedRow[]>
  readonly late: number
  readonly deadLetters: number
}

/** Runs the same log in memory, in this process, from beginning to end: without checkpoints, crashes or files. */
export async function expectedRun(definition: Definition, events: PreparedEvents): Promise<ExpectedRun> {
  const rows = new Map(definition.outputs.map(output => [output.name, [] as ExpectedRow[]]))
  const letters = new MemoryDeadLetters()
  let late = 0
  let deadLetters = 0
  await runBounded({
    validUtf8,
    definition,
    partitions: Array.from({ length: events.partitions }, (_, partition) => events.batches(partition)),
    ports: {
      sink: {
        write: async (batch: SinkBatch) => {
          if (batch.channel === 'late') late += batch.rows.length
          else for (const { cause, values } of batch.rows) rows.get(batch.output)?.push({ partition: batch.partition, cause, values })
        },
      },
      deadLetters: {
        write: async (batch: DeadLetterBatch) => {
          deadLetters += batch.letters.length
          await letters.write(batch)
        },
      },
    },
  })
  return { rows, late, deadLetters }
}
