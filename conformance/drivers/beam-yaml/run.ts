import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { parseExactJson } from '../../expected/exact-json'
import { fileOf } from '../../formats/avro'
import { startProcess } from '../../process'
import { type RejectedRecord, reasonOf } from '../../rejected'
import { installBeam } from './install'

/** What runs the pipelines; named, because DirectRunner would choose one by what is installed, and Prism merges sessions at exactly the gap. */
const RUNNER = 'FnApiRunner'
/** Two cores. */
const PROCESSES = 2

interface Finished {
  readonly folder: string
  readonly error: string | null
}

/** Pipelines of several processes, each one after the other in its process; a partition is a file. */
export async function* runOnBeam(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  const python = await installBeam(folder, progress)
  const work = join(folder, 'cases')
  rmSync(work, { recursive: true, force: true })
  const failed: CaseResult[] = []
  const prepared = new Map<string, ConformanceCase>()
  for (const [index, testCase] of cases.entries()) {
    const caseFolder = join(work, String(index).padStart(4, '0'))
    try {
      prepare(testCase, caseFolder)
      prepared.set(caseFolder, testCase)
    } catch (error) {
      failed.push({ kind: 'failed', case: testCase.name, message: error instanceof Error ? error.message : String(error) })
    }
  }
  yield* failed
  const folders = [...prepared.keys()]
  let done = 0
  for await (const { folder: caseFolder, error, log } of runAll(python, folders, folder)) {
    const testCase = prepared.get(caseFolder)
    if (testCase === undefined) continue
    progress(testCase.name, ++done / folders.length)
    if (error !== null) yield { kind: 'failed', case: testCase.name, message: error.trim().split('\n').slice(-4).join('\n'), log }
    else yield { kind: 'rows', case: testCase.name, ...writtenBy(testCase, join(caseFolder, 'output')) }
  }
  rmSync(work, { recursive: true, force: true })
}

/** The artifact and the events of a case as files. */
function prepare({ definition, partitions }: ConformanceCase, folder: string): void {
  const artifact = compile(findEngine('beam-yaml'), definition, { variant: 'files' })
  mkdirSync(join(folder, 'events'), { recursive: true })
  mkdirSync(join(folder, 'output'))
  const values = {
    functions: join(folder, 'functions.py'),
    source_files: join(folder, 'events', '*.jsonl'),
    output_folder: join(folder, 'output'),
    runner: RUNNER,
  }
  for (const { path, text } of artifact.files) writeFileSync(join(folder, path), fillParameters(text, values))
  partitions.forEach((records, partition) => {
    writeFileSync(join(folder, 'events', `${String(partition).padStart(3, '0')}.jsonl`), fileOf(definition, records))
  })
}

/** Runs all folders, in several processes. */
async function* runAll(python: string, folders: readonly string[], logs: string): AsyncGenerator<Finished & { readonly log: string }> {
  const queue = [...folders]
  const waiting: Promise<{ readonly index: number; readonly result: IteratorResult<Finished & { readonly log: string }, void> }>[] = []
  const workers = Array.from({ length: Math.min(PROCESSES, folders.length) }, (_, index) =>
    runSome(python, queue, join(logs, `run-${index}.log`)),
  )
  const next = (index: number) => workers[index].next().then(result => ({ index, result }))
  workers.forEach((_, index) => {
    waiting[index] = next(index)
  })
  try {
    for (let running = workers.length; running > 0; ) {
      const { index, result } = await Promise.race(waiting)
      if (result.done) {
        waiting[index] = new Promise(() => {})
        running--
      } else {
        yield result.value
        waiting[index] = next(index)
      }
    }
  } finally {
    await Promise.all(workers.map(worker => worker.return()))
  }
}

/** Takes folders from the queue until it is empty. */
async function* runSome(python: string, queue: string[], log: string): AsyncGenerator<Finished & { readonly log: string }, void> {
  const started = startProcess({ command: python, arguments: [join(__dirname, 'run.py')], folder: join(__dirname), logFile: log })
  try {
    const lines = started.lines[Symbol.asyncIterator]()
    for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
      await started.write(`${folder}\n`)
      const { value, done } = await lines.next()
      if (done) started.fail('ended')
      const finished: Finished = JSON.parse(value)
      yield { ...finished, log }
    }
    started.endInput()
  } finally {
    await started.stop()
  }
}

function writtenBy(
  { definition }: ConformanceCase,
  folder: string,
): Pick<Extract<CaseResult, { kind: 'rows' }>, 'outputs' | 'late' | 'deadLetters'> {
  const names = readdirSync(folder)
  const linesOfFile = (name: string): readonly string[] =>
    names
      .filter(file => file.startsWith(`${name}-`) && /-\d{5}-of-\d{5}$/.test(file) && file.length === name.length + 15)
      .flatMap(shard => readFileSync(join(folder, shard), 'utf8').split('\n'))
      .filter(line => line !== '')
  const rejected = linesOfFile('all.dead_letters').map(rejectedOf)
  return {
    outputs: Object.fromEntries(definition.outputs.map(({ name, into }) => [name, linesOfFile(into.name).map(rowOf)])),
    late: rejected.filter(({ reason }) => reason === 'late'),
    deadLetters: rejected.filter(({ reason }) => reason !== 'late'),
  }
}

/** A dead letter or a late event; events of windows come with their time. */
function rejectedOf(line: string): RejectedRecord {
  const { output, reason, partition, offset, record, event }: Letter = JSON.parse(line)
  return {
    output: output ?? null,
    reason: reasonOf(reason),
    ...(partition !== undefined && { partition }),
    ...(offset !== undefined && { index: offset }),
    ...(record !== undefined && { record }),
    ...(event?.event_time_ms !== undefined && { timeMs: event.event_time_ms }),
  }
}

interface Letter {
  readonly output?: string
  readonly reason: string
  readonly partition?: number
  readonly offset?: number
  readonly record?: string
  readonly event?: { readonly event_time_ms?: number }
}

function rowOf(line: string): EngineRow {
  const row = parseExactJson(line)
  if (!(row instanceof Map)) throw new Error(`a row must be a JSON object, got ${line.slice(0, 100)}`)
  return Object.fromEntries(row)
}
