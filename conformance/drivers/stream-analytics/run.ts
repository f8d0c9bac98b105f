import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { parseExactJson } from '../../expected/exact-json'
import { runProcess } from '../../process'
import { linesOf } from '../../records'
import { toolOf } from './install'

const TIMEOUT_MS = 5 * 60_000
const LOCAL_EVENTS = 'LocalData/events.json'

/** Each case as a project of Microsoft's tools, by `localrun`; what its README says decides names and places. */
export async function* runOnLocalEngine(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  for (const [index, testCase] of cases.entries()) {
    progress(testCase.name, index / cases.length)
    const logFile = join(folder, 'logs', `${testCase.name.replaceAll(/[^A-Za-z0-9-]/g, '_')}.log`)
    try {
      yield { kind: 'rows', case: testCase.name, outputs: await outputsOf(testCase, folder, logFile) }
    } catch (error) {
      yield { kind: 'failed', case: testCase.name, message: error instanceof Error ? error.message : String(error), log: logFile }
    }
  }
}

async function outputsOf(
  { definition, partitions }: ConformanceCase,
  folder: string,
  logFile: string,
): Promise<Readonly<Record<string, readonly EngineRow[]>>> {
  const project = join(folder, 'project')
  const results = join(folder, 'results')
  for (const used of [project, results]) rmSync(used, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const { files, parameters } = compile(findEngine('stream-analytics'), definition, { variant: 'local-project' })
  // Nothing of Azure is reached: local inputs stand in for the event hub, files for outputs.
  const values = Object.fromEntries(parameters.map(({ name }) => [name, 'local']))
  for (const { path, text } of files) write(join(project, path), fillParameters(text, values))
  write(join(project, LOCAL_EVENTS), Buffer.from(linesOf(partitions.flat())).toString())
  await runProcess({
    command: process.execPath,
    arguments: [toolOf(folder), 'localrun', '--project', join(project, 'asaproj.json'), '--outputPath', results],
    folder: project,
    logFile,
    timeoutMs: TIMEOUT_MS,
  })
  return Object.fromEntries(definition.outputs.map(({ name, into }) => [name, rowsOf(results, into.name)]))
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** The rows of an output: the only file of its name below the results, one JSON object a line. No file: no rows. */
function rowsOf(results: string, output: string): readonly EngineRow[] {
  const found = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter(path =>
    path.replaceAll('\\', '/').endsWith(`${output}.json`),
  )
  if (found.length > 1) throw new Error(`several files hold '${output}': ${found.join(', ')}`)
  const [file] = found
  if (file === undefined || !existsSync(join(results, file))) return []
  return readFileSync(join(results, file), 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const row = parseExactJson(line)
      if (!(row instanceof Map)) throw new Error(`a row is written as ${line}`)
      return Object.fromEntries(row)
    })
}
