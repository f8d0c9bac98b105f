/** The whole runtime with its protocol (processor, causes, reports), rows to a sink that counts them. */
import { readLineChunks, validUtf8 } from '../../local'
import { MemoryDeadLetters, type RecordBatch, recordBatchFromLines, runBounded, type SinkBatch } from '../../runtime'
import { activity } from '../definition'
import { print } from '../measure'

async function* batches(file: string): AsyncGenerator<RecordBatch> {
  let position = 0
  for await (const lines of readLineChunks(file)) {
    const batch = recordBatchFromLines(lines, position)
    position += batch.length
    yield batch
  }
}

async function main(file: string): Promise<void> {
  const totals = { rows: 0, count: 0, sum: 0 }
  const sink = {
    write: async ({ channel, rows }: SinkBatch): Promise<void> => {
      if (channel === 'late') throw new Error(`${rows.length} events were late`)
      for (const { values } of rows) {
        totals.rows++
        totals.count += Number(values.posts)
        totals.sum += Number(values.score)
      }
    },
  }
  const { deadLetters } = await runBounded({
    definition: activity.definition,
    partitions: [batches(file)],
    ports: { sink, deadLetters: new MemoryDeadLetters() },
    validUtf8,
  })
  if (deadLetters > 0) throw new Error(`${deadLetters} records were refused`)
  print(totals)
}

void main(process.argv[2])
