import { join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import { arrivalOf, type CaseRecord, textsOf } from '../../records'
import { repeatedly, runsOf } from '../../rounds'
import { type Landing, landedLetter } from '../landed-letters'
import { type PositionedOutput, withoutPositions } from '../position-columns'
import { statementsOf } from '../statements'
import { PROGRAM, pythonOf } from './install'

interface Answer {
  readonly id: string
  readonly runs?: readonly Readonly<Record<string, readonly EngineRow[]>>[]
  readonly dead_letters?: readonly EngineRow[]
  readonly error?: string
}

interface Manifest {
  readonly landing: Landing & { readonly table: string }
  readonly deadLetters: string
  readonly outputs: readonly (PositionedOutput & { readonly table: string })[]
}

const PARAMETERS = { warehouse: 'wh', target_lag: '1 minute', schedule: '1 MINUTE' }
/** What fakesnow has, and what of a task's procedure stands for a run of it. */
const RUN = /^(CREATE TABLE|CREATE OR REPLACE (VIEW|DYNAMIC TABLE)|MERGE INTO|INSERT INTO)\b/

/** What of it brings rows into tables. */
const LOAD = /^(MERGE INTO|INSERT INTO)\b/

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
    const { request, positioned, landing } = requestOf(testCase, variant)
    const { value, done } = await ask(`${JSON.stringify(request)}\n`)
    if (done) return failed('fakesnow ended')
    const { runs, dead_letters: dead = [], error = '' }: Answer = JSON.parse(value)
    if (runs === undefined) return failed(error)
    const [outputs, ...rounds] = runs.map(rows => withoutPositions(rows, positioned)).reverse()
    return {
      kind: 'rows',
      case: testCase.name,
      outputs,
      rounds: rounds.reverse(),
      deadLetters: dead.map(row => landedLetter(row, landing)),
    }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

function requestOf(testCase: ConformanceCase, variant: string) {
  const { name, definition, rounds } = testCase
  const { files, manifest } = compile(findEngine('snowflake'), definition, { variant })
  const { landing, outputs, deadLetters } = manifest as unknown as Manifest
  const runs = runsOf(testCase).map(({ partitions, isComplete }) => {
    const values = { ...PARAMETERS, end_of_input: isComplete ? 'TRUE' : 'FALSE', source_partitions: String(partitions.length) }
    // The stream that tells a task's progress is not there.
    const statements = statementsOf(fillParameters(files[0].text, values)).filter(
      statement => RUN.test(statement) && !statement.includes(`FROM "${definition.source.name}_new"`),
    )
    const loads = statements.filter(statement => LOAD.test(statement))
    const made = statements.filter(statement => !LOAD.test(statement))
    return { statements: [...made, ...(rounds === undefined ? loads : repeatedly(loads))], rows: landedRows(partitions) }
  })
  const request = {
    id: name,
    runs: runs.map(({ statements, rows }, index) => ({ statements, contents: { [landing.table]: newRows(rows, runs[index - 1]?.rows) } })),
    outputs: Object.fromEntries(outputs.map(output => [output.name, output.table])),
    dead_letters: deadLetters,
  }
  return { request, positioned: outputs, landing }
}

type LandedRow = readonly [payload: string, partition: number, offset: number, arrival: string | null]

function landedRows(partitions: readonly (readonly CaseRecord[])[]): readonly LandedRow[] {
  return partitions.flatMap((records, partition) =>
    textsOf(records).map((text, offset): LandedRow => {
      const arrival = arrivalOf(records[offset])
      return [text, partition, offset, arrival === null ? null : new Date(arrival).toISOString().slice(0, 23).replace('T', ' ')]
    }),
  )
}

function newRows(rows: readonly LandedRow[], before: readonly LandedRow[] = []): readonly LandedRow[] {
  const known = new Set(before.map(([, partition, offset]) => `${partition} ${offset}`))
  return rows.filter(([, partition, offset]) => !known.has(`${partition} ${offset}`))
}
