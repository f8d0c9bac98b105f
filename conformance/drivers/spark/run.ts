import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseResult, ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import { installSpark } from './install'
import { rowsOf, writeJob } from './job'

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

interface Answer {
  readonly id: number
  readonly error?: string
}

/** All cases in one Spark, as programs that `run_jobs.py` loads one after the other. */
export async function* runOnSpark(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  const python = await installSpark(folder, progress)
  const work = join(folder, 'work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const spark = startProcess({
    command: python,
    arguments: [join(__dirname, 'run_jobs.py'), JSON.stringify({ ...SETTINGS, 'spark.local.dir': join(work, 'local') })],
    folder: work,
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
    logFile: join(folder, 'spark.log'),
  })
  try {
    await spark.waitFor(/^READY /, START_MS)
    for (const [id, testCase] of cases.entries()) {
      const programs = writeJob(testCase, id, join(work, String(id)))
      await spark.write(`${JSON.stringify({ id, programs })}\n`)
    }
    spark.endInput()
    let done = 0
    const waiting = new Set(cases.keys())
    for await (const line of spark.lines) {
      if (!line.startsWith('DONE ')) continue
      const answer: Answer = JSON.parse(line.slice('DONE '.length))
      waiting.delete(answer.id)
      progress(cases[answer.id].name, ++done / cases.length)
      yield resultOf(cases[answer.id], answer, join(work, String(answer.id)), join(folder, 'spark.log'))
    }
    const { how } = await spark.exit
    for (const id of waiting)
      yield {
        kind: 'failed',
        case: cases[id].name,
        message: `Spark ended (${how}) before the case\n${spark.lastLines}`,
        log: join(folder, 'spark.log'),
      }
  } finally {
    await spark.stop()
  }
}

function resultOf(testCase: ConformanceCase, { error }: Answer, folder: string, log: string): CaseResult {
  if (error !== undefined) return { kind: 'failed', case: testCase.name, message: error, log }
  try {
    return { kind: 'rows', case: testCase.name, outputs: rowsOf(testCase, folder) }
  } catch (problem) {
    return { kind: 'failed', case: testCase.name, message: problem instanceof Error ? problem.message : String(problem), log }
  }
}
