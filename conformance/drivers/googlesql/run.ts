import { join } from 'node:path'
import { compile, fillParameters, findEngine, parameter } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import { arrivalOf, textsOf } from '../../records'
import { type Run, runsOf } from '../../rounds'
import { type Landing, landedLetter } from '../landed-letters'
import { type PositionedOutput, withoutPositions } from '../position-columns'
import { statementsOf } from '../statements'
import { jarsFolder, PROGRAM } from './install'
import { withPlainLists } from './plain-lists'

/** The implementation refuses intermediate results of more than 128 MiB. */
const MAX_PLACED_EVENTS = 20_000

type Outputs = Readonly<Record<string, readonly EngineRow[]>>

/** Beside the outputs, none of which is called so. */
const DEAD_LETTERS = ''

interface Answer {
  readonly id: string
  readonly outputs?: Outputs
  readonly error?: string
}

/** Why a case is too large: hopping windows hold each event several times. */
export function tooLarge({ definition, partitions }: ConformanceCase): string | undefined {
  const events = partitions.reduce((sum, lines) => sum + lines.length, 0)
  const copies = Math.max(
    ...definition.outputs.map(({ windowed }) => (windowed?.window.kind === 'hopping' ? windowed.window.sizeMs / windowed.window.hopMs : 1)),
  )
  return events * copies > MAX_PLACED_EVENTS ? 'the reference implementation has 128 MiB for intermediate results' : undefined
}

/** All cases in one process; rows are those of the views, because the reference implementation can't fill tables. */
export function runOnGoogleSql(variant: string) {
  return async function* (cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
    const started = startProcess({
      command: 'java',
      arguments: ['-Xmx1g', '-XX:+UseSerialGC', '-cp', join(jarsFolder(folder), '*'), PROGRAM],
      folder,
      logFile: join(folder, `googlesql-${variant}.log`),
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
  const found: Outputs[] = []
  try {
    const runs = runsOf(testCase)
    // What a run has closed is in its view: the reference implementation fills no tables.
    for (const run of variant === 'scheduled' ? runs : runs.slice(-1)) {
      const { request, positioned, landing } = requestOf(testCase, variant, run)
      const { value, done } = await ask(`${JSON.stringify(request)}\n`)
      if (done) return failed('the reference implementation ended')
      const { outputs, error = '' }: Answer = JSON.parse(value)
      if (!outputs) return failed(error)
      const rows = withoutPositions(outputs, positioned)
      const plain = testCase.definition.outputs.map(output => [output.name, rows[output.name].map(row => withPlainLists(row, output))])
      found.push(Object.fromEntries(plain))
      if (run.isComplete)
        return {
          kind: 'rows',
          case: testCase.name,
          outputs: found[found.length - 1],
          rounds: found.slice(0, -1),
          deadLetters: outputs[DEAD_LETTERS].map(row => landedLetter(row, landing)),
        }
    }
    return failed('no run was over the complete log')
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

function requestOf({ name, definition }: ConformanceCase, variant: string, { partitions, isComplete }: Run) {
  const { files, manifest } = compile(findEngine('bigquery'), definition, { variant })
  // One dataset: names stand alone, as the catalog of the reference implementation has them.
  const texts = [...files].reverse().map(({ text }) =>
    fillParameters(text.replaceAll(`\`${parameter('dataset')}\`.`, ''), {
      end_of_input: isComplete ? 'TRUE' : 'FALSE',
      source_partitions: String(partitions.length),
    }),
  )
  const rows = partitions.flatMap((records, partition) =>
    textsOf(records).map((line, offset) => [line, partition, offset, arrivalOf(records[offset])]),
  )
  const { landing, outputs, deadLetters } = manifest as unknown as Manifest
  const request = {
    id: name,
    statements: texts.flatMap(statementsOf),
    contents: { [landing.table]: rows },
    outputs: Object.fromEntries([...outputs.map(output => [output.name, output.view]), [DEAD_LETTERS, deadLetters]]),
  }
  return { request, positioned: outputs, landing }
}

interface Manifest {
  readonly landing: Landing & { readonly table: string }
  readonly deadLetters: string
  readonly outputs: readonly (PositionedOutput & { readonly view: string })[]
}
