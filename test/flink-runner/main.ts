/**
 * `npm run test:flink-runner`: builds the runner of Managed Flink with Maven, runs the posts example on a local Flink 2.1.1 from the property groups that a
 * plan gives the service (with files in place of Kinesis and Iceberg), and compares all rows with the example's expected ones. Two things are left out:
 * columns of sketches, whose bounds `npm run conformance` knows, and records with half of a surrogate pair, which Flink's JSON reader takes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { installFlink, jarsFolder } from '../../conformance/drivers/flink-sql/install'
import { PARAMETER_GROUP, sqlGroups } from '../../constructs/plan'
import { compile, findEngine } from '../../engines'
import { postActivity } from '../../examples/posts/pipeline'

const root = resolve(__dirname, '../..')
const cache = join(root, '.cache/flink-runner')
const flink = join(root, '.cache/conformance/flink-sql')

async function main(): Promise<void> {
  rmSync(join(cache, 'work'), { recursive: true, force: true })
  mkdirSync(join(cache, 'work/events'), { recursive: true })
  await installFlink(flink, text => process.stdout.write(`${text}\n`))
  run('mvn', ['-q', '-B', '-f', join(root, 'constructs/flink-runner/pom.xml'), `-Drunner.target=${join(cache, 'target')}`, 'package'])
  const events = gunzipSync(readFileSync(join(root, 'examples/posts/data/posts.jsonl.gz')))
    .toString('latin1')
    .split('\n')
  // Some bytes are not UTF-8, on purpose.
  writeFileSync(join(cache, 'work/events/posts.jsonl'), events.filter(line => !hasHalfPair(line)).join('\n'), 'latin1')
  const rows = join(cache, 'work/rows')
  const properties = join(cache, 'work/properties.json')
  writeFileSync(properties, JSON.stringify(propertiesOf(pathToFileURL(join(cache, 'work/events')).href, pathToFileURL(rows).href)))
  const started = Date.now()
  run('java', [
    ...['java.nio', 'java.util', 'java.lang', 'java.time'].map(name => `--add-opens=java.base/${name}=ALL-UNNAMED`),
    ...['-Xmx1g', '-XX:+UseSerialGC', '-Djava.util.Arrays.useLegacyMergeSort=true', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'],
    ...['-cp', `${join(cache, 'target/streambed-flink-runner.jar')}:${join(jarsFolder(flink), '*')}`],
    ...['streambed.flink.Runner', properties],
  ])
  process.stdout.write(`the job ran in ${Math.round((Date.now() - started) / 1000)} s\n`)
  const differences = postActivity.definition.outputs.map(({ name }) => compare(name, join(rows, name)))
  process.exitCode = differences.some(Boolean) ? 1 : 0
}

/** As the service keeps them: /etc/flink/application_properties.json. */
function propertiesOf(source: string, sink: string): unknown {
  const { files } = compile(findEngine('flink-sql'), postActivity.definition, { variant: 'files' })
  const groups = [...sqlGroups(files[0].text), { id: PARAMETER_GROUP, values: { source_path: source, sink_path: sink } }]
  return groups.map(({ id, values }) => ({ PropertyGroupId: id, PropertyMap: values }))
}

/** Whether rows differ from what the example expects; those of an archive are counted. */
function compare(output: string, folder: string): boolean {
  const actual = linesBelow(folder)
  const archive = join(root, `examples/posts/expected/${output}.json`)
  if (existsSync(archive)) {
    const { rows }: { readonly rows: number } = JSON.parse(readFileSync(archive, 'utf8'))
    return say(output, actual.length, rows, actual.length === rows ? [] : ['another number of rows'])
  }
  const expected = linesOf(join(root, `examples/posts/expected/${output}.jsonl`))
  const columns = exactColumns(output)
  const known = new Set(expected.map(line => canonical(line, columns)))
  const given = new Set(actual.map(line => canonical(line, columns)))
  const missing = [...known].filter(line => !given.has(line)).map(line => `- ${line}`)
  const unknown = [...given].filter(line => !known.has(line)).map(line => `+ ${line}`)
  return say(
    output,
    actual.length,
    expected.length,
    actual.length === expected.length ? [...missing, ...unknown] : [...missing, ...unknown, 'another number of rows'],
  )
}

function say(output: string, actual: number, expected: number, differences: readonly string[]): boolean {
  const equal = differences.length === 0 ? 'equal' : `${differences.length} differences`
  process.stdout.write(
    `${output}: ${actual} rows, ${expected} expected, ${equal}\n${differences
      .slice(0, 6)
      .map(line => `  ${line}\n`)
      .join('')}`,
  )
  return differences.length > 0
}

const SKETCHES: readonly string[] = ['approxCountDistinct', 'quantile', 'topK']

/** Without those that partitions add, and without sketches. */
function exactColumns(output: string): readonly string[] {
  const found = postActivity.definition.outputs.find(({ name }) => name === output)
  const sketches =
    found?.windowed?.aggregates.filter(({ aggregate }) => SKETCHES.includes(aggregate.aggregate)).map(({ name }) => name) ?? []
  return (found?.columns ?? []).map(({ name }) => name).filter(name => !sketches.includes(name))
}

/** Whether a text of the record has half of a surrogate pair. */
function hasHalfPair(line: string): boolean {
  try {
    return Object.values(JSON.parse(line) as Readonly<Record<string, unknown>>).some(value => /\p{Surrogate}/u.test(String(value)))
  } catch {
    // Flink reads no such record either.
    return false
  }
}

function canonical(line: string, columns: readonly string[]): string {
  const row: Readonly<Record<string, unknown>> = JSON.parse(line)
  return JSON.stringify(columns.map(column => row[column] ?? null))
}

const linesOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')

function linesBelow(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && !/^[._]/.test(entry.name))
  return files.flatMap(entry => linesOf(join(entry.parentPath, entry.name)))
}

function run(command: string, given: readonly string[]): void {
  const { status } = spawnSync(command, given, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ended with ${status}`)
}

void main()
