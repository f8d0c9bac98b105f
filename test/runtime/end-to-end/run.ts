import type { Definition } from '../../../pipeline'
import { MemoryDeadLetters, MemorySink, type RecordBatch, recordBatchFromLines, recordBatchOf, runBounded } from '../../../runtime'
import type { Choices } from '../../windowing/oracle/cases'
import type { Given } from './compare'
import type { Entry } from './generate/logs'
import { runWithCrashes } from './run-with-crashes'

const NEWLINE = Buffer.of(10)

/** Positions count from 1. Lines where every record is one, else (with ticks) records one by one. */
function batchOf(entries: readonly Entry[], first: number): RecordBatch {
  const lines = entries.flatMap(({ bytes }) => (bytes === null ? [] : [bytes, NEWLINE]))
  if (lines.length === 2 * entries.length) {
    const arrivals = entries.map(({ arrivalTime }) => arrivalTime)
    return recordBatchFromLines(Buffer.concat(lines), first, arrivals)
  }
  return recordBatchOf(entries.map(({ bytes, arrivalTime }, index) => ({ position: first + index, arrivalTime, bytes })))
}

/** A log, cut anywhere; now and then a batch is empty. */
function batchesOf(log: readonly Entry[], choices: Choices): readonly RecordBatch[] {
  const batches: RecordBatch[] = []
  for (let from = 0; from < log.length; ) {
    const to = Math.min(log.length, from + choices.of([3, 1, 2, 7, 1000]))
    batches.push(batchOf(log.slice(from, to), from + 1))
    if (choices.below(8) === 7) batches.push(batchOf([], to + 1))
    from = to
  }
  return batches
}

/** Runs a definition over the logs of all partitions, in memory: undisturbed, or with crashes. */
export async function runProduct(definition: Definition, logs: readonly (readonly Entry[])[], choices: Choices): Promise<Given> {
  const partitions = logs.map(log => batchesOf(log, choices))
  if (choices.below(3) === 2) return runWithCrashes(definition, partitions, choices)
  const ports = { sink: new MemorySink(), deadLetters: new MemoryDeadLetters() }
  await runBounded({ definition, partitions, ports })
  return ports
}
