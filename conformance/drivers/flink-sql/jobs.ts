import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseResult, ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import { jarsFolder } from './install'

/** What a job has written. */
export type Written = Pick<Extract<CaseResult, { kind: 'rows' }>, 'outputs' | 'late' | 'deadLetters'>

/** Flink's serializers look into the JDK's own classes. */
/** The artifact's manifest asks for it. */
const JVM_OPTIONS = ['-Djava.util.Arrays.useLegacyMergeSort=true']
const OPENED = ['java.nio', 'java.util', 'java.lang', 'java.time'].map(name => `--add-opens=java.base/${name}=ALL-UNNAMED`)

/** One Java process runs all jobs on one local cluster, one after the other. */
export async function* runJobs(
  cases: readonly ConformanceCase[],
  jobs: readonly (() => readonly string[] | Promise<readonly string[]>)[],
  folder: string,
  progress: Progress,
  writtenBy: (testCase: ConformanceCase, index: number) => Promise<Written>,
): AsyncIterable<CaseResult> {
  const logFile = join(folder, 'run.log')
  rmSync(logFile, { force: true })
  const runner = startProcess({
    command: 'java',
    arguments: [
      ...OPENED,
      '-Xmx1g',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      ...JVM_OPTIONS,
      ...['-cp', join(jarsFolder(folder), '*')],
      join(__dirname, 'RunJobs.java'),
    ],
    folder,
    logFile,
  })
  try {
    const results = runner.lines[Symbol.asyncIterator]()
    for (const [index, testCase] of cases.entries()) {
      const { name } = testCase
      progress(name, index / cases.length)
      try {
        const statements = await jobs[index]()
        await runner.write(`${JSON.stringify({ case: name, statements })}\n`)
      } catch (error) {
        yield failed(name, error, logFile)
        continue
      }
      const line = await results.next()
      if (line.done === true) {
        const { how } = await runner.exit
        return runner.fail(`ended (${how}) in the case ${name}`)
      }
      const { message }: { readonly message?: string } = JSON.parse(line.value)
      if (message === undefined) yield { kind: 'rows', case: name, ...(await writtenBy(testCase, index)) }
      else yield { kind: 'failed', case: name, message, log: logFile }
    }
    runner.endInput()
  } finally {
    await runner.stop()
  }
}

function failed(name: string, error: unknown, log: string): CaseResult {
  return { kind: 'failed', case: name, message: error instanceof Error ? error.message : String(error), log }
}
