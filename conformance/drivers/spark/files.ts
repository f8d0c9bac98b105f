import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Definition } from '../../../pipeline'
import type { ConformanceCase, EngineRow } from '../../case'
import { NumberText } from '../../expected/exact-json'
import { type CaseRecord, linesOf } from '../../records'
import { type RejectedRecord, reasonOf } from '../../rejected'
import { rowOf } from '../flink-sql/rows'
import { type JobInput, lettersFolder, type Program, writeJob } from './job'

/** A micro-batch is a file of each partition. Spark runs one more behind them, without records, that closes windows. */
const MICRO_BATCHES = 2

/** Writes a case's records and programs into its folder. */
export function writeFileJob(testCase: ConformanceCase, id: number, place: string): Promise<readonly Program[]> {
  return writeJob({ testCase, variant: 'files', id, place, feed: input => feed(input, place) })
}

function feed({ trigger, logs, last }: JobInput, place: string): Readonly<Record<string, string>> {
  const source = join(place, trigger)
  for (const [partition, log] of logs.entries()) {
    writeFiles(join(source, String(partition)), last === null ? [log] : pieces([...log, last]))
  }
  return { source_path: source, max_files_per_trigger: '1', output_path: join(place, 'rows') }
}

/** The rows that a job has written. */
export function rowsOfFiles({ outputs }: Definition, place: string): Readonly<Record<string, readonly EngineRow[]>> {
  return Object.fromEntries(outputs.map(({ name, into }) => [name, rowsOfFolder(join(place, 'rows', into.name))]))
}

/** The dead letters that a job has written: records that are no events. */
export function lettersOfFiles(place: string): readonly RejectedRecord[] {
  return rowsOfFolder(lettersFolder(place)).map(({ log_partition: partition, decode_problem: problem, text }) => ({
    output: null,
    reason: reasonOf(String(problem)),
    partition: Number(partition instanceof NumberText ? partition.text : partition),
    record: String(text),
  }))
}

function rowsOfFolder(folder: string): readonly EngineRow[] {
  const files = readdirSync(folder).filter(file => file.endsWith('.json'))
  const lines = files.flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n')).filter(line => line !== '')
  return lines.map(rowOf)
}

function pieces(lines: readonly CaseRecord[]): readonly (readonly CaseRecord[])[] {
  const size = Math.max(1, Math.ceil(lines.length / MICRO_BATCHES))
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, index) => lines.slice(index * size, (index + 1) * size))
}

/** Spark reads files in the order of their times. */
function writeFiles(folder: string, files: readonly (readonly CaseRecord[])[]): void {
  mkdirSync(folder, { recursive: true })
  for (const [index, lines] of files.entries()) {
    const path = join(folder, `${String(index).padStart(5, '0')}.jsonl`)
    writeFileSync(path, linesOf(lines))
    const time = 1_700_000_000 + index
    utimesSync(path, time, time)
  }
}
