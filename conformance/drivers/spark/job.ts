import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { ConformanceCase, EngineRow } from '../../case'
import { parseExactJson } from '../../expected/exact-json'
import { lastRecord, stamped, watermarkMember } from './records'

/** A micro-batch is a file of each partition. */
const MICRO_BATCHES = 4

export interface Program {
  readonly path: string
  readonly outputs: readonly string[]
}

/** Whether a case runs as a stream: without windows there is nothing that streams and batches do differently. */
export function isStream({ definition }: ConformanceCase): boolean {
  return definition.outputs.some(({ windowed }) => windowed !== null)
}

/** Writes a case's records and programs into a folder of its own. */
export function writeJob(testCase: ConformanceCase, folder: string): readonly Program[] {
  const { definition, partitions } = testCase
  const asStream = isStream(testCase)
  const windowed = definition.outputs.filter(output => output.windowed !== null).map(({ name }) => name)
  const others = definition.outputs.filter(output => output.windowed === null).map(({ name }) => name)
  const [{ text }] = compile(findEngine('spark'), definition, { variant: 'files' }).files
  const made: Program[] = []
  for (const [kind, outputs, ends] of [
    ['windows', windowed, true],
    ['events', others, false],
  ] as const) {
    if (outputs.length === 0) continue
    partitions.forEach((lines, partition) => {
      const records = stamped(lines, definition.source)
      writeFiles(
        join(folder, kind, String(partition)),
        asStream ? pieces(records) : [records],
        ends && asStream ? [lastRecord(definition.source)] : [],
      )
    })
    const path = join(folder, `${kind}.py`)
    const program = fillParameters(text, {
      source_path: join(folder, kind),
      source_partitions: String(partitions.length),
      max_files_per_trigger: '1',
      output_path: join(folder, 'rows'),
      checkpoint_path: join(folder, 'checkpoints'),
      trigger: asStream ? 'available-now' : 'batch',
      watermark_member: watermarkMember(definition.source),
      dead_letters: '',
    })
    writeFileSync(path, program)
    made.push({ path, outputs })
  }
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
function writeFiles(folder: string, files: readonly (readonly string[])[], end: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  for (const [index, lines] of [...files, ...(end.length === 0 ? [] : [end])].entries()) {
    const path = join(folder, `${String(index).padStart(5, '0')}.jsonl`)
    writeFileSync(path, lines.map(line => `${line}\n`).join(''))
    const time = 1_700_000_000 + index
    utimesSync(path, time, time)
  }
}
