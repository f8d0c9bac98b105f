import type { Output } from '../../../pipeline'
import {
  type DeadLetter,
  type LogRecord,
  MemoryDeadLetters,
  MemorySink,
  mergePartitionName,
  type OutputRow,
  type RecordBatch,
  recordBatchOf,
  runBounded,
} from '../../../runtime'
import type { CaseResult, ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { arrivalOf, bytesOf, type CaseRecord, isTick, textOf } from '../../records'
import { type RejectedRecord, reasonOf } from '../../rejected'
import { jsonRow } from '../json-rows'

/** Batches end anywhere; so many records show that state is kept between them. */
const BATCH_RECORDS = 37

/** Each case in memory, through both stages where there are several partitions; rows are read as the JSON that they are written as. */
export async function* runOnRuntime(cases: readonly ConformanceCase[], _folder: string, progress: Progress): AsyncIterable<CaseResult> {
  for (const [index, testCase] of cases.entries()) {
    progress(testCase.name, index / cases.length)
    yield await resultOf(testCase)
  }
}

async function resultOf({ name, definition, partitions }: ConformanceCase): Promise<CaseResult> {
  const sink = new MemorySink()
  const deadLetters = new MemoryDeadLetters()
  try {
    await runBounded({ definition, partitions: partitions.map(batchesOf), ports: { sink, deadLetters } })
  } catch (error) {
    return { kind: 'failed', case: name, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  const rows = (output: Output) =>
    partitionsOf(output, partitions.length).flatMap(partition =>
      sink.rows(partition, output.name).map(({ values }) => jsonRow(values, output)),
    )
  const merged = definition.outputs.map(output => mergePartitionName(output.name, 0))
  return {
    kind: 'rows',
    case: name,
    outputs: Object.fromEntries(definition.outputs.map(output => [output.name, rows(output)])),
    late: partitions.flatMap((_, partition) =>
      definition.outputs.flatMap(output => sink.rows(String(partition), output.name, 'late').map(row => lateOf(row, output, partition))),
    ),
    deadLetters: [
      ...partitions.flatMap((_, partition) => deadLetters.letters(String(partition)).map(letter => letterOf(letter, partition))),
      ...merged.flatMap(partition => deadLetters.letters(partition).map(({ output, error }) => ({ output, reason: reasonOf(error.code) }))),
    ],
  }
}

function lateOf({ values: { position, eventTime, record } }: OutputRow, { name }: Output, partition: number): RejectedRecord {
  const text = record instanceof Uint8Array ? textOf(record) : undefined
  return {
    output: name,
    reason: 'late',
    partition,
    index: Number(position),
    timeMs: Number(eventTime),
    ...(text !== undefined && { record: text }),
  }
}

function letterOf({ output, error, position, record }: DeadLetter, partition: number): RejectedRecord {
  const text = textOf(record)
  return { output, reason: reasonOf(error.code), partition, index: Number(position), ...(text !== undefined && { record: text }) }
}

function* batchesOf(records: readonly CaseRecord[]): Generator<RecordBatch> {
  const log = records.map((record, index): LogRecord => {
    if (isTick(record)) return { position: index, arrivalTime: record.tickMs, bytes: null }
    return { position: index, arrivalTime: arrivalOf(record) ?? Number.NaN, bytes: bytesOf(record) }
  })
  for (let from = 0; from < log.length; from += BATCH_RECORDS) yield recordBatchOf(log.slice(from, from + BATCH_RECORDS))
}

/** Under which names `runBounded` puts an output's rows. */
function partitionsOf({ name, windowed }: Output, count: number): readonly string[] {
  if (windowed !== null && count > 1) return [mergePartitionName(name, 0)]
  return Array.from({ length: count }, (_, index) => String(index))
}
