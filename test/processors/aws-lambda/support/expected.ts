import type { Definition, Output, RecordValue } from '../../../../pipeline'
import { MemoryDeadLetters, MemorySink, mergePartitionName, recordBatchOf, rowToJson, runBounded } from '../../../../runtime'

/** Rows that one undisturbed run gives, of records by partition. */
export async function expectedRows(
  definition: Definition,
  partitions: readonly (readonly Uint8Array[])[],
): Promise<Map<string, readonly string[]>> {
  const sink = new MemorySink()
  await runBounded({ definition, partitions: batchesOf(partitions), ports: { sink, deadLetters: new MemoryDeadLetters() } })
  const names = partitions.map((_, index) => String(index))
  return new Map(
    definition.outputs.map(output => {
      const places = [...names, mergePartitionName(output.name, 0)]
      return [
        output.name,
        texts(
          output,
          places.flatMap(place => sink.rows(place, output.name).map(row => row.values)),
        ),
      ]
    }),
  )
}

/** Rows as sorted texts. */
export const texts = (output: Output, rows: readonly RecordValue[]) => rows.map(row => rowToJson(row, output.columns)).sort()

/** The original bytes of late events and dead letters that one undisturbed run gives, as sorted base64. */
export async function expectedSides(
  definition: Definition,
  partitions: readonly (readonly Uint8Array[])[],
): Promise<{ readonly late: readonly string[]; readonly deadLetters: readonly string[] }> {
  const sink = new MemorySink()
  const deadLetters = new MemoryDeadLetters()
  await runBounded({ definition, partitions: batchesOf(partitions), ports: { sink, deadLetters } })
  const names = partitions.map((_, index) => String(index))
  const late = definition.outputs.flatMap(({ name }) => names.flatMap(place => sink.rows(place, name, 'late')))
  const letters = names.flatMap(place => deadLetters.letters(place))
  return { late: late.map(row => base64(row.values['record'])).sort(), deadLetters: letters.map(letter => base64(letter.record)).sort() }
}

const base64 = (bytes: unknown) => (bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : '')

const batchesOf = (partitions: readonly (readonly Uint8Array[])[]) =>
  partitions.map(records => [recordBatchOf(records.map((bytes, position) => ({ position, arrivalTime: Number.NaN, bytes })))])
