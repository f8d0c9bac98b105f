import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import type { RejectedRecord } from '../../rejected'
import type { Program } from './job'

const START_MS = 180_000
const SETTINGS = {
  'spark.ui.enabled': 'false',
  'spark.driver.memory': '1g',
  // Most of the time goes into planning many small queries, for which the second compiler comes too late.
  'spark.driver.extraJavaOptions': '-XX:+UseSerialGC -XX:TieredStopAtLevel=1',
  'spark.driver.bindAddress': '127.0.0.1',
  'spark.driver.host': '127.0.0.1',
  'spark.sql.shuffle.partitions': '1',
  'spark.ui.showConsoleProgress': 'false',
  'spark.log.level': 'ERROR',
  // Each query sees few records: what prepares for many costs more than it gives.
  'spark.sql.adaptive.enabled': 'false',
  'spark.sql.codegen.wholeStage': 'false',
  'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
  // Spark's usual way to write checkpoints starts several processes for each of them where Hadoop's native library isn't there.
  'spark.sql.streaming.checkpointFileManagerClass':
    'org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager',
  'spark.hadoop.fs.file.impl': 'org.apache.hadoop.fs.RawLocalFileSystem',
}

/** Adds the jars of folders; a setting of its own, because Spark finds no folders. */
export function jarSettings(folders: readonly string[]): Readonly<Record<string, string>> {
  const jars = folders.flatMap(folder =>
    readdirSync(folder)
      .filter(name => name.endsWith('.jar'))
      .map(name => join(folder, name)),
  )
  return { 'spark.jars': jars.join(',') }
}

interface Answer {
  readonly id: number
  readonly error?: string
}

export interface SparkRun {
  readonly cases: readonly ConformanceCase[]
  readonly python: string
  /** Beyond those of every run; null takes one away. */
  readonly settings?: Readonly<Record<string, string | null>>
  /** Works in a folder `work` in it, whose folders are the cases'. */
  readonly folder: string
  readonly progress: Progress
  /** Writes the programs of a case into its folder. */
  readonly prepare: (testCase: ConformanceCase, id: number, place: string) => readonly Program[] | Promise<readonly Program[]>
  /** The rows that they have written. */
  readonly rowsOf: (testCase: ConformanceCase, id: number, place: string) => Rows | Promise<Rows>
  /** The dead letters that they have written; undefined: of this case they write none. */
  readonly lettersOf?: (testCase: ConformanceCase, place: string) => readonly RejectedRecord[] | undefined
}

type Rows = Readonly<Record<string, readonly EngineRow[]>>

/** All cases in one Spark, as programs that `run_jobs.py` loads, a few at once. */
export async function* runInSpark(run: SparkRun): AsyncIterable<CaseResult> {
  const { cases, folder, progress } = run
  const work = join(folder, 'work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const log = join(folder, 'spark.log')
  rmSync(log, { force: true })
  const settings = Object.entries({ ...SETTINGS, 'spark.local.dir': join(work, 'local'), ...run.settings })
  const spark = startProcess({
    command: run.python,
    arguments: [join(__dirname, 'run_jobs.py'), JSON.stringify(Object.fromEntries(settings.filter(([, value]) => value !== null)))],
    folder: work,
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
    logFile: log,
  })
  const failed = (id: number, message: string): CaseResult => ({ kind: 'failed', case: cases[id].name, message, log })
  try {
    await spark.waitFor(/^READY /, START_MS)
    const waiting = new Set<number>()
    for (const [id, testCase] of cases.entries()) {
      try {
        const programs = await run.prepare(testCase, id, join(work, String(id)))
        await spark.write(`${JSON.stringify({ id, programs })}\n`)
        waiting.add(id)
      } catch (problem) {
        yield failed(id, messageOf(problem))
      }
    }
    spark.endInput()
    for await (const line of spark.lines) {
      if (!line.startsWith('DONE ')) continue
      const { id, error }: Answer = JSON.parse(line.slice('DONE '.length))
      waiting.delete(id)
      progress(cases[id].name, 1 - waiting.size / cases.length)
      if (error !== undefined) yield failed(id, error)
      else yield await resultOf(run, id, join(work, String(id))).catch(problem => failed(id, messageOf(problem)))
    }
    const { how } = await spark.exit
    for (const id of waiting) yield failed(id, `Spark ended (${how}) before the case\n${spark.lastLines}`)
  } finally {
    await spark.stop()
  }
}

async function resultOf({ cases, rowsOf, lettersOf }: SparkRun, id: number, place: string): Promise<CaseResult> {
  const deadLetters = lettersOf?.(cases[id], place)
  const outputs = await rowsOf(cases[id], id, place)
  return { kind: 'rows', case: cases[id].name, outputs, ...(deadLetters !== undefined && { deadLetters }) }
}

const messageOf = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem))
