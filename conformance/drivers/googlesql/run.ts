import { join } from 'node:path'
import { compile, fillParameters, findEngine, parameter } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { startProcess } from '../../process'
import { textsOf } from '../../records'
import { type PositionedOutput, withoutPositions } from '../position-columns'
import { statementsOf } from '../statements'
import { jarsFolder, PROGRAM } from './install'
import { withPlainLists } from './plain-lists'

/** The implementation refuses intermediate results of more than 128 MiB. */
const MAX_PLACED_EVENTS = 20_000

interface Answer {
  readonly id: string
  readonly outputs?: Readonly<Record<string, readonly EngineRow[]>>
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
  try {
    const { request, positioned } = requestOf(testCase, variant)
    const { value, done } = await ask(`${JSON.stringify(request)}\n`)
    if (done) return failed('the reference implementation ended')
    const { outputs, error = '' }: Answer = JSON.parse(value)
    if (!outputs) return failed(error)
    const rows = withoutPositions(outputs, positioned)
    const plain = testCase.definition.outputs.map(output => [output.name, rows[output.name].map(row => withPlainLists(row, output))])
    return { kind: 'rows', case: testCase.name, outputs: Object.fromEntries(plain) }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

function requestOf({ name, definition, partitions }: ConformanceCase, variant: string) {
  const { files, manifest } = compile(findEngine('bigquery'), definition, { variant })
  // One dataset: names stand alone, as the catalog of the reference implementation has them.
  const texts = [...files]
    .reverse()
    .map(({ text }) =>
      fillParameters(text.replaceAll(`\`${parameter('dataset')}\`.`, ''), { end_of_input: 'TRUE', source_partitions: '1' }),
    )
  const rows = partitions.flatMap((records, partition) => textsOf(records).map((line, offset) => [line, partition, offset, null]))
  const { landing, outputs } = manifest as unknown as Manifest
  const request = {
    id: name,
    statements: texts.flatMap(statementsOf),
    contents: { [landing.table]: rows },
    outputs: Object.fromEntries(outputs.map(output => [output.name, output.view])),
  }
  return { request, positioned: outputs }
}

interface Manifest {
  readonly landing: { readonly table: string }
  readonly outputs: readonly (PositionedOutput & { readonly view: string })[]
}
