import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { fileOf } from '../../formats/avro'
import { runJobs, type Written } from './jobs'
import { rejectedOf } from './rejected'
import { rowOf } from './rows'
import { flinkStatements, WHOLE_METHODS } from './statements'

/** Each case is a job that reads a file and writes folders of JSON lines. */
export async function* runOnFlink(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  const work = join(folder, 'work')
  rmSync(work, { recursive: true, force: true })
  const place = (index: number) => join(work, String(index))
  const jobs = cases.map((testCase, index) => () => jobOf(testCase, place(index)))
  yield* runJobs(cases, jobs, folder, progress, (testCase, index) => writtenBy(testCase, place(index)))
  rmSync(work, { recursive: true, force: true })
}

function jobOf({ definition, partitions }: ConformanceCase, place: string): readonly string[] {
  const source = join(place, 'events')
  mkdirSync(source, { recursive: true })
  writeFileSync(join(source, 'events.jsonl'), fileOf(definition, partitions[0] ?? []))
  const { files } = compile(findEngine('flink-sql'), definition, { variant: 'files' })
  const values = { source_path: pathToFileURL(source).href, sink_path: pathToFileURL(join(place, 'rows')).href }
  const text = fillParameters(files[0].text, values)
  writeFileSync(join(place, 'job.sql'), text)
  return [WHOLE_METHODS, ...flinkStatements(text)]
}

async function writtenBy({ definition }: ConformanceCase, folder: string): Promise<Written> {
  const artifact = compile(findEngine('flink-sql'), definition, { variant: 'files' })
  const outputs = artifact.manifest['outputs'] as readonly { readonly name: string; readonly place: string }[]
  const read = (place: string) => rowsOf(join(folder, 'rows', place))
  return { outputs: Object.fromEntries(outputs.map(({ name, place }) => [name, read(place)])), ...(await rejectedOf(artifact, read)) }
}

/** Rows of the finished files of a folder and its partitions; Flink hides the others by a dot or an underscore. */
function rowsOf(folder: string): readonly EngineRow[] {
  // A sink that gets no row makes no folder.
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names.filter(entry => entry.isFile() && !/^[._]/.test(entry.name)).map(entry => join(entry.parentPath, entry.name))
  return files.flatMap(file =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(rowOf),
  )
}
