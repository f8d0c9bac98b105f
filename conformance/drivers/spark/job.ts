import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { ConformanceCase, EngineRow } from '../../case'
import { parseExactJson } from '../../expected/exact-json'
import { textsOf } from '../../records'
import { lastRecord, stamped, watermarkMember } from './records'

/** A micro-batch is a file of each partition; one more holds the record that ends the input. */
const MICRO_BATCHES = 2

export interface Program {
  readonly path: string
  readonly outputs: readonly string[]
}

/** Topics whose windows are there to have values aggregated; the others are about time. */
const TOPICS_OF_VALUES = /^(values|records|identifiers|numbers|failing|compare|texts|lists|times|casts)\//

/**
 * Which outputs run as streams, which takes Spark seconds for each: of outputs over one log the first and every third, another one for each job. The others run in batch mode,
 * where the same program differs in how it reads and writes alone: watermark, state and the closing of windows are what only a stream shows.
 */
function streamedOutputs({ name, definition }: ConformanceCase, id: number): readonly string[] {
  if (TOPICS_OF_VALUES.test(name)) return []
  const windowed = definition.outputs.filter(output => output.windowed !== null)
  return windowed.filter((_, index) => index === 0 || (index + id) % 3 === 0).map(output => output.name)
}

/** Writes a case's records and programs into a folder of its own. */
export function writeJob(testCase: ConformanceCase, id: number, folder: string): readonly Program[] {
  const { definition, partitions } = testCase
  const { source } = definition
  const [{ text }] = compile(findEngine('spark'), definition, { variant: 'files' }).files
  const logs = partitions.map(records => stamped(textsOf(records), source))
  const streamed = streamedOutputs(testCase, id)
  const others = definition.outputs.map(({ name }) => name).filter(name => !streamed.includes(name))
  const made: Program[] = []
  const add = (trigger: string, outputs: readonly string[], filesOf: (log: readonly string[]) => readonly (readonly string[])[]) => {
    if (outputs.length === 0) return
    const input = join(folder, trigger)
    for (const [partition, log] of logs.entries()) writeFiles(join(input, String(partition)), filesOf(log))
    const path = join(folder, `${trigger}.py`)
    const program = fillParameters(text, {
      source_path: input,
      source_partitions: String(partitions.length),
      max_files_per_trigger: '1',
      output_path: join(folder, 'rows'),
      checkpoint_path: join(folder, 'checkpoints'),
      trigger,
      watermark_member: watermarkMember(source),
      dead_letters: '',
    })
    writeFileSync(path, program)
    made.push({ path, outputs })
  }
  add('available-now', streamed, log => [...pieces(log), [lastRecord(source)]])
  add('batch', others, log => [log])
  return made
}

/** The rows that a job has written. */
export function rowsOf({ definition }: ConformanceCase, folder: string): Readonly<Record<string, readonly EngineRow[]>> {
  return Object.fromEntries(
    definition.outputs.map(({ name, into }) => {
      const target = join(folder, 'rows', into.name)
      const files = readdirSync(target).filter(file => file.endsWith('.json'))
      const lines = files.flatMap(file => readFileSync(join(target, file), 'utf8').split('\n')).filter(line => line !== '')
      return [name, lines.map(rowOf)]
    }),
  )
}

function rowOf(line: string): EngineRow {
  const json = parseExactJson(line)
  if (!(json instanceof Map)) throw new Error(`a row must be an object of JSON; got ${line}`)
  return Object.fromEntries(json)
}

function pieces(lines: readonly string[]): readonly (readonly string[])[] {
  const size = Math.max(1, Math.ceil(lines.length / MICRO_BATCHES))
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, index) => lines.slice(index * size, (index + 1) * size))
}

/** Spark reads files in the order of their times. */
function writeFiles(folder: string, files: readonly (readonly string[])[]): void {
  mkdirSync(folder, { recursive: true })
  for (const [index, lines] of files.entries()) {
    const path = join(folder, `${String(index).padStart(5, '0')}.jsonl`)
    writeFileSync(path, lines.map(line => `${line}\n`).join(''))
    const time = 1_700_000_000 + index
    utimesSync(path, time, time)
  }
}
