import type { Definition, Output, RecordValue } from '../../../../pipeline'
import { MemoryDeadLetters, MemorySink, mergePartitionName, recordBatchOf, rowToJson, runBounded } from '../../../../runtime'

/** Rows that one undisturbed run gives, of records by partition. */
export async function expectedRows(
  definition: Definition,
  partitions: readonly (readonly Uint8Array[])[],
): Promise<Map<string, readonly string[]>> {
  const sink = new MemorySink()
  const batches = partitions.map(records => [
    recordBatchOf(records.map((bytes, position) => ({ position, arrivalTime: Number.NaN, bytes }))),
  ])
  await runBounded({ definition, partitions: batches, ports: { sink, deadLetters: new MemoryDeadLetters() } })
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
