import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseResult, ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import { jarsFolder } from './install'

/** What a job has written. */
export type Written = Pick<Extract<CaseResult, { kind: 'rows' }>, 'outputs' | 'late' | 'deadLetters'>

interface Answer {
  readonly case: string
  /** Where it failed. */
  readonly message?: string
}

/** Of which one plans while the other waits. */
const JOBS_AT_ONCE = 2
/** The artifact's manifest asks for it. */
const JVM_OPTIONS = ['-Djava.util.Arrays.useLegacyMergeSort=true']
/** Flink's serializers look into the JDK's own classes. */
const OPENED = ['java.nio', 'java.util', 'java.lang', 'java.time'].map(name => `--add-opens=java.base/${name}=ALL-UNNAMED`)

/** One Java process runs all jobs on one local cluster, two at once. */
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
      // Each job is code of its own. What the JVM has to say must not get among the answers.
      '-XX:ReservedCodeCacheSize=256m',
      '-XX:+DisplayVMOutputToStderr',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      ...JVM_OPTIONS,
      ...['-cp', join(jarsFolder(folder), '*')],
      join(__dirname, 'RunJobs.java'),
      String(JOBS_AT_ONCE),
    ],
    folder,
    logFile,
  })
  const indices = new Map(cases.map(({ name }, index) => [name, index]))
  const running = new Set<string>()
  const results = runner.lines[Symbol.asyncIterator]()
  const nextResult = async (): Promise<CaseResult> => {
    const line = await results.next()
    if (line.done === true) {
      const { how } = await runner.exit
      return runner.fail(`ended (${how}) in the cases ${[...running].join(', ')}`)
    }
    const { case: name, message }: Answer = JSON.parse(line.value)
    const index = indices.get(name)
    if (index === undefined || !running.delete(name)) return runner.fail(`answered for the case ${name}, which it does not run`)
    if (message !== undefined) return { kind: 'failed', case: name, message, log: logFile }
    return { kind: 'rows', case: name, ...(await writtenBy(cases[index], index)) }
  }
  try {
    for (const [index, { name }] of cases.entries()) {
      progress(name, index / cases.length)
      try {
        const statements = await jobs[index]()
        await runner.write(`${JSON.stringify({ case: name, statements })}\n`)
        running.add(name)
      } catch (error) {
        yield failed(name, error, logFile)
      }
      if (running.size === JOBS_AT_ONCE) yield await nextResult()
    }
    runner.endInput()
    while (running.size > 0) yield await nextResult()
  } finally {
    await runner.stop()
  }
}

function failed(name: string, error: unknown, log: string): CaseResult {
  return { kind: 'failed', case: name, message: error instanceof Error ? error.message : String(error), log }
}
