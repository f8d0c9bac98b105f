import type { Output } from '../../../pipeline'
import {
  type LogRecord,
  MemoryDeadLetters,
  MemorySink,
  mergePartitionName,
  type RecordBatch,
  recordBatchOf,
  rowToJson,
  runBounded,
} from '../../../runtime'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { parseExactJson } from '../../expected/exact-json'
import { arrivalOf, bytesOf, type CaseRecord, isTick } from '../../records'

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
  try {
    await runBounded({ definition, partitions: partitions.map(batchesOf), ports: { sink, deadLetters: new MemoryDeadLetters() } })
  } catch (error) {
    return { kind: 'failed', case: name, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  const rows = (output: Output) =>
    partitionsOf(output, partitions.length).flatMap(partition =>
      sink.rows(partition, output.name).map(({ values }) => rowOf(rowToJson(values, output.columns))),
    )
  return { kind: 'rows', case: name, outputs: Object.fromEntries(definition.outputs.map(output => [output.name, rows(output)])) }
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

function rowOf(json: string): EngineRow {
  const row = parseExactJson(json)
  if (!(row instanceof Map)) throw new TypeError(`a row is written as ${json}`)
  return Object.fromEntries(row)
}
