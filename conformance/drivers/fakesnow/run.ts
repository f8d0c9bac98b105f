import { join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import { textsOf } from '../../records'
import { type PositionedOutput, withoutPositions } from '../position-columns'
import { statementsOf } from '../statements'
import { PROGRAM, pythonOf } from './install'

interface Answer {
  readonly id: string
  readonly outputs?: Readonly<Record<string, readonly EngineRow[]>>
  readonly error?: string
}

interface Manifest {
  readonly landing: { readonly table: string }
  readonly outputs: readonly (PositionedOutput & { readonly table: string })[]
}

const PARAMETERS = { end_of_input: 'TRUE', source_partitions: '1', warehouse: 'wh', target_lag: '1 minute', schedule: '1 MINUTE' }
/** What fakesnow has, and what of a task's procedure stands for a run of it. */
const RUN = /^(CREATE TABLE|CREATE OR REPLACE (VIEW|DYNAMIC TABLE)|MERGE INTO|INSERT INTO)\b/

/** Why fakesnow can't run a case, whatever the text. */
export function cannotRun({ definition }: ConformanceCase): string | undefined {
  const hasList = definition.source.fields.some(({ type }) => type.kind === 'list')
  return hasList ? "fakesnow can't transform lists of JSON" : undefined
}

/** All cases in one process, each in a schema of its own. */
export function runOnFakeSnow(variant: string) {
  return async function* (cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
    const started = startProcess({
      command: pythonOf(folder),
      arguments: [PROGRAM],
      folder,
      logFile: join(folder, 'fakesnow.log'),
      environment: { TZ: 'UTC' },
    })
    try {
      const answers = started.lines[Symbol.asyncIterator]()
      for (const [index, testCase] of cases.entries()) {
        progress(testCase.name, index / cases.length)
        yield await resultOf(testCase, variant, request => started.write(request).then(() => answers.next()))
      }
    } finally {
      await started.stop()
    }
  }
}

async function resultOf(
  testCase: ConformanceCase,
  variant: string,
  ask: (request: string) => Promise<IteratorResult<string>>,
): Promise<CaseResult> {
  const failed = (message: string): CaseResult => ({ kind: 'failed', case: testCase.name, message })
  try {
    const { request, positioned } = requestOf(testCase, variant)
    const { value, done } = await ask(`${JSON.stringify(request)}\n`)
    if (done) return failed('fakesnow ended')
    const { outputs, error = '' }: Answer = JSON.parse(value)
    return outputs ? { kind: 'rows', case: testCase.name, outputs: withoutPositions(outputs, positioned) } : failed(error)
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

function requestOf({ name, definition, partitions }: ConformanceCase, variant: string) {
  const { files, manifest } = compile(findEngine('snowflake'), definition, { variant })
  const { landing, outputs } = manifest as unknown as Manifest
  const statements = statementsOf(fillParameters(files[0].text, PARAMETERS)).filter(statement => RUN.test(statement))
  const request = {
    id: name,
    // The stream that tells a task's progress is not there.
    statements: statements.filter(statement => !statement.includes(`FROM "${definition.source.name}_new"`)),
    contents: {
      [landing.table]: partitions.flatMap((records, partition) => textsOf(records).map((line, offset) => [line, partition, offset, null])),
    },
    outputs: Object.fromEntries(outputs.map(output => [output.name, output.table])),
  }
  return { request, positioned: outputs }
}
