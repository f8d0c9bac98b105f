import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { parseExactJson } from '../../expected/exact-json'
import { startProcess } from '../../process'
import { arrivalOf, bytesOf, type CaseRecord, isTick, textOf } from '../../records'
import { type RejectedRecord, reasonOf } from '../../rejected'
import { jarsFolder } from './install'

/** What `RunPipelines.java` gives for a case: rows, late events and dead letters as JSON, by topic. */
interface RunResult {
  readonly case: string
  readonly outputs?: Readonly<Record<string, readonly string[]>>
  readonly message?: string
}

/** One Java process compiles and runs all cases, one after the other. */
export async function* runOnKafkaStreams(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  const work = join(folder, 'work')
  const logFile = join(folder, 'run.log')
  rmSync(work, { recursive: true, force: true })
  rmSync(logFile, { force: true })
  mkdirSync(work, { recursive: true })
  const runner = startProcess({
    command: 'java',
    arguments: [
      '-Xmx768m',
      '-XX:+UseSerialGC',
      // Each case is code of its own, for which the second compiler comes too late.
      '-XX:TieredStopAtLevel=1',
      '-cp',
      join(jarsFolder(folder), '*'),
      join(__dirname, 'RunPipelines.java'),
    ],
    folder: work,
    logFile,
  })
  try {
    const results = runner.lines[Symbol.asyncIterator]()
    for (const [index, testCase] of cases.entries()) {
      progress(testCase.name, index / cases.length)
      await runner.write(`${JSON.stringify(jobOf(testCase, join(work, String(index))))}\n`)
      const line = await results.next()
      if (line.done === true) {
        const { how } = await runner.exit
        return runner.fail(`ended (${how}) in the case ${testCase.name}`)
      }
      yield resultOf(testCase, JSON.parse(line.value), logFile)
    }
    runner.endInput()
  } finally {
    await runner.stop()
    rmSync(work, { recursive: true, force: true })
  }
}

function jobOf(testCase: ConformanceCase, folder: string): object {
  const { files } = compile(findEngine('kafka-streams'), testCase.definition)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'Pipeline.java')
  writeFileSync(file, files[0].text)
  return {
    case: testCase.name,
    file,
    records: testCase.partitions[0].map(recordOf),
    topics: Object.fromEntries(idsOf(files[1].text).map((id, index) => [id, `output-${index}`])),
  }
}

function recordOf(record: CaseRecord): object {
  if (isTick(record)) return { tick: record.tickMs }
  return { value: Buffer.from(bytesOf(record)).toString('base64'), arrival: arrivalOf(record) }
}

/** The settings name the outputs in the order of the definition. */
function idsOf(settings: string): readonly string[] {
  return [...settings.matchAll(/^topic\.output\.(\w+)=/gm)].map(match => match[1])
}

function resultOf({ name, definition }: ConformanceCase, { outputs, message }: RunResult, log: string): CaseResult {
  if (outputs === undefined) return { kind: 'failed', case: name, message: message ?? 'it gave no rows', log }
  return {
    kind: 'rows',
    case: name,
    outputs: Object.fromEntries(
      definition.outputs.map((output, index) => [output.name, (outputs[`output-${index}`] ?? []).map(row => rowOf(row))]),
    ),
    late: definition.outputs.flatMap((output, index) =>
      (outputs[`late-output-${index}`] ?? []).map(line => rejectedOf({ ...JSON.parse(line), output: output.name, code: 'late' })),
    ),
    deadLetters: (outputs['dead-letters'] ?? []).map(line => rejectedOf(JSON.parse(line))),
  }
}

/** What the topics of late events and dead letters hold. */
interface Letter {
  readonly output: string | null
  readonly code: string
  readonly partition: number | null
  readonly position: number | null
  readonly eventTime?: number
  /** Base64. */
  readonly record: string | null
}

function rejectedOf({ output, code, partition, position, eventTime, record }: Letter): RejectedRecord {
  const text = record === null ? undefined : textOf(Buffer.from(record, 'base64'))
  return {
    output,
    reason: reasonOf(code),
    ...(partition !== null && { partition }),
    ...(position !== null && { index: position }),
    ...(eventTime !== undefined && { timeMs: eventTime }),
    ...(text !== undefined && { record: text }),
  }
}

function rowOf(json: string): EngineRow {
  const row = parseExactJson(json)
  if (row instanceof Map) return Object.fromEntries(row)
  throw new Error(`a row is no object: ${json.slice(0, 200)}`)
}
