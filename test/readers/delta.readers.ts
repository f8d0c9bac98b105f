/**
 * Writes Delta tables and lets independent readers (deltalake and DuckDB) read them: each row must come back bit for
 * bit. Run by `npm run test:readers`; needs Python 3 and, at the first run, a package index.
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Field, RecordValue, TablePartition } from '../../pipeline'
import { DeltaTable, DirectoryObjectStore } from '../../tables'
import { field, fieldsArbitrary, rowArbitrary } from '../tables/arbitraries'
import { canonicalRow } from '../tables/canonical'
import { readersPython } from './environment'

const SEED = Number(process.env['STREAMBED_SEED'] ?? 1)
const RUNS = Number(process.env['STREAMBED_RUNS'] ?? 1)
const python = readersPython()
const root = mkdtempSync(join(tmpdir(), 'streambed-readers-'))
let passed = 0
let failed = 0

interface Read {
  readonly version: number
  readonly types: { readonly [column: string]: string }
  readonly deltalake: readonly string[]
  readonly duckdb: readonly string[]
  readonly problems: readonly string[]
}

function check(name: string, problem: string | undefined): void {
  if (problem === undefined) passed++
  else failed++
  console.log(`${problem === undefined ? 'pass' : 'FAIL'} ${name}${problem === undefined ? '' : `: ${problem}`}`)
}

function readTable(directory: string, ...flags: readonly string[]): Read {
  const script = join(__dirname, 'read_delta.py')
  const { status, stdout, stderr } = spawnSync(python, [script, directory, ...flags], { encoding: 'utf8', maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`read_delta.py ended with code ${status}: ${stderr.slice(-3000)}`)
  return JSON.parse(stdout)
}

function open(directory: string, fields: readonly Field[], partitionBy: readonly TablePartition[] = []): Promise<DeltaTable> {
  return DeltaTable.open(new DirectoryObjectStore(directory), { fields, partitionBy, now: Date.now, newId: randomUUID })
}

function difference(expected: readonly string[], got: readonly string[]): string | undefined {
  const left = expected.toSorted()
  const right = got.toSorted()
  if (left.length !== right.length) return `${right.length} rows instead of ${left.length}`
  const index = left.findIndex((row, at) => row !== right[at])
  return index < 0 ? undefined : `row ${index} is ${right[index]} instead of ${left[index]}`
}

/** One line a reader; `fields` are all columns, `rows` all rows with them. */
function compare(
  name: string,
  directory: string,
  fields: readonly Field[],
  rows: readonly RecordValue[],
  ...flags: readonly string[]
): void {
  try {
    const expected = rows.map(row => canonicalRow(fields, row))
    const read = readTable(directory, ...flags)
    check(`${name}: deltalake, ${rows.length} rows`, difference(expected, read.deltalake))
    check(`${name}: duckdb, ${rows.length} rows`, difference(expected, read.duckdb))
    const { problems } = read
    check(`${name}: statistics`, problems.length === 0 ? undefined : `${problems.length} problems: ${problems.slice(0, 3).join('; ')}`)
  } catch (error) {
    check(name, error instanceof Error ? error.message : String(error))
  }
}

function sampleRows(fields: readonly Field[], count: number, seed: number): readonly RecordValue[] {
  return fc.sample(rowArbitrary(fields), { numRuns: count, seed })
}

const SCALARS: readonly Field[] = [
  field('text', { kind: 'string' }),
  field('flag', { kind: 'boolean' }),
  field('whole', { kind: 'int64' }),
  field('real', { kind: 'double' }),
  field('price', { kind: 'decimal', precision: 9, scale: 2 }),
  field('amount', { kind: 'decimal', precision: 18, scale: 6 }),
  field('huge', { kind: 'decimal', precision: 38, scale: 10 }),
  field('blob', { kind: 'bytes' }),
  field('time', { kind: 'timestamp', wire: 'iso8601' }),
  field('day', { kind: 'date' }),
  field('color', { kind: 'enum', values: ['red', 'green', ''] }),
]

async function allTypes(): Promise<void> {
  const nested = [
    field('tags', { kind: 'list', element: { kind: 'string' }, elementOptional: true }),
    field('place', { kind: 'record', fields: SCALARS }),
    field('top', {
      kind: 'list',
      elementOptional: false,
      element: { kind: 'record', fields: [field('value', { kind: 'string' }), field('count', { kind: 'int64' }, false)] },
    }),
    field('grid', { kind: 'list', elementOptional: true, element: { kind: 'list', elementOptional: true, element: { kind: 'double' } } }),
  ]
  const fields = [...SCALARS, ...nested]
  const rows = sampleRows(fields, 2000, SEED)
  const directory = join(root, 'all-types')
  const table = await open(directory, fields)
  await table.append(rows)
  compare('all types', directory, fields, rows)
}

async function randomSchemas(): Promise<void> {
  for (const [index, fields] of fc.sample(fieldsArbitrary, { numRuns: 8 * RUNS, seed: SEED }).entries()) {
    const rows = sampleRows(fields, 100, SEED + index)
    const directory = join(root, `random-${index}`)
    await (await open(directory, fields)).append(rows)
    compare(`random schema ${index}`, directory, fields, rows)
  }
}

/** Many small files, so that a wrong bound would lose one. */
async function statistics(): Promise<void> {
  const rows = sampleRows(SCALARS, 40, SEED)
  const directory = join(root, 'statistics')
  const table = await open(directory, SCALARS)
  for (const row of rows) await table.append([row])
  compare('one row a file', directory, SCALARS, rows, '--skipping')
}

/** More columns than have statistics. */
async function manyColumns(): Promise<void> {
  const fields = Array.from({ length: 40 }, (_, index) => field(`c${index}`, { kind: 'int64' }))
  const rows = sampleRows(fields, 10, SEED)
  const directory = join(root, 'many-columns')
  const table = await open(directory, fields)
  for (const row of rows) await table.append([row])
  compare('40 columns', directory, fields, rows, '--skipping')
}

async function partitions(): Promise<void> {
  const time = (text: string) => Date.parse(text)
  const fields = [
    field('id', { kind: 'int64' }, false),
    field('at', { kind: 'timestamp', wire: 'iso8601' }),
    field('key', { kind: 'string' }),
    field('number', { kind: 'int64' }),
    field('flag', { kind: 'boolean' }),
    field('price', { kind: 'decimal', precision: 10, scale: 3 }),
    field('date', { kind: 'date' }),
  ]
  const keys = [
    'plain',
    'a/b=c',
    'ü ñ 漢字',
    '100% "sure"',
    "it's",
    '..',
    ' ',
    '\u{1f600}',
    '#?&+:',
    'a\\b',
    'line\nbreak',
    null,
    '__HIVE',
    'x'.repeat(60),
  ]
  const times = [
    time('2026-01-02T03:04:05.678Z'),
    time('1969-12-31T23:59:59.999Z'),
    time('0001-01-01T00:00:00Z'),
    time('9999-12-31T23:59:59.999Z'),
    null,
  ]
  const rows = Array.from({ length: 70 }, (_, id) => ({
    id,
    at: times[id % times.length] ?? null,
    key: keys[id % keys.length] ?? null,
    number: id % 3 === 0 ? null : id % 3 === 1 ? 2n ** 62n : -5,
    flag: id % 4 === 0 ? null : id % 2 === 0,
    price: id % 5 === 0 ? null : id * 7 - 100,
    date: id % 6 === 0 ? null : id - 30,
  }))
  const derived = (unit: 'day' | 'hour' | 'month', row: (typeof rows)[number]) => {
    if (row.at === null) return null
    const text = new Date(row.at).toISOString()
    return unit === 'day' ? Math.floor(row.at / 86_400_000) : text.slice(0, unit === 'hour' ? 13 : 7)
  }
  for (const unit of ['day', 'hour', 'month'] as const) {
    const directory = join(root, `by-${unit}`)
    await (await open(directory, fields, [{ column: 'at', unit }])).append(rows)
    const column = field(`at_${unit}`, { kind: unit === 'day' ? 'date' : 'string' })
    const complete = rows.map(row => ({ ...row, [column.name]: derived(unit, row) }))
    compare(`partitioned by ${unit}`, directory, [...fields, column], complete, '--skipping')
  }
  for (const column of ['key', 'number', 'flag', 'date', 'at']) {
    const directory = join(root, `by-value-of-${column}`)
    await (await open(directory, fields, [{ column, unit: 'value' }])).append(rows)
    compare(`partitioned by value of ${column}`, directory, fields, rows, '--skipping')
  }
  const both = join(root, 'by-two')
  await (
    await open(both, fields, [
      { column: 'at', unit: 'day' },
      { column: 'key', unit: 'value' },
    ])
  ).append(rows)
  compare(
    'partitioned by two columns',
    both,
    [...fields, field('at_day', { kind: 'date' })],
    rows.map(row => ({ ...row, at_day: derived('day', row) })),
  )
}

async function evolution(): Promise<void> {
  const place = (...names: readonly string[]) =>
    field('place', { kind: 'record', fields: names.map(name => field(name, { kind: 'string' })) })
  const first = [field('id', { kind: 'int64' }, false), place('city')]
  const second = [field('id', { kind: 'int64' }, false), place('city'), field('score', { kind: 'double' }, false)]
  const third = [field('extra', { kind: 'date' }), field('id', { kind: 'int64' }), field('score', { kind: 'double' }, false)]
  const directory = join(root, 'evolution')
  await (await open(directory, first)).append([{ id: 1, place: { city: 'a' } }])
  await (await open(directory, second)).append([{ id: 2, place: { city: 'b' }, score: 0.5 }])
  await (await open(directory, third)).append([{ id: null, score: -0, extra: 3 }])
  const rows = [
    { id: 1, place: { city: 'a' } },
    { id: 2, place: { city: 'b' }, score: 0.5 },
    { id: null, place: null, score: -0, extra: 3 },
  ]
  // No filters here: deltalake finds no nulls in a column that is younger than a file, in tables of its own either.
  compare('added columns', directory, [...second, field('extra', { kind: 'date' })], rows)
  const nested = join(root, 'nested-evolution')
  await (await open(nested, first)).append([
    { id: 1, place: { city: 'a' } },
    { id: 2, place: null },
  ])
  const wider = [field('id', { kind: 'int64' }, false), place('city', 'street')]
  await (await open(nested, wider)).append([{ id: 3, place: { city: 'c', street: 's' } }])
  const wide = [
    { id: 1, place: { city: 'a', street: null } },
    { id: 2, place: null },
    { id: 3, place: { city: 'c', street: 's' } },
  ]
  compare('added member of a record', nested, wider, wide)
}

async function checkpoints(): Promise<void> {
  const fields = [field('id', { kind: 'int64' }, false), field('key', { kind: 'string' })]
  const directory = join(root, 'checkpoints')
  const table = await open(directory, fields, [{ column: 'key', unit: 'value' }])
  const rows: RecordValue[] = []
  for (let id = 1; id <= 25; id++) {
    const row = { id, key: id % 3 === 0 ? null : `k ${id % 3}/ü` }
    rows.push(row)
    await table.append([row], { application: { id: `app ${id % 4}`, version: id } })
  }
  compare('checkpoint and later entries', directory, fields, rows)
  const log = join(directory, '_delta_log')
  for (const name of readdirSync(log)) if (name.endsWith('.json') && Number(name.slice(0, 20)) <= 20) unlinkSync(join(log, name))
  compare('checkpoint alone, entries before it cleaned up', directory, fields, rows)
}

async function concurrentWriters(): Promise<void> {
  const directory = join(root, 'writers')
  const writers = ['0', '1', '2', '3', '4', '5', '6', '7']
  const commits = 20
  const codes = await Promise.all(
    writers.map(writer => {
      const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'writer.ts'), directory, writer, String(commits)], {
        stdio: 'inherit',
      })
      return new Promise<number | null>(resolve => child.on('exit', resolve))
    }),
  )
  check('8 writer processes end well', codes.every(code => code === 0) ? undefined : `codes ${codes.join(', ')}`)
  const fields = [field('writer', { kind: 'string' }, false), field('commit', { kind: 'int64' }, false)]
  const rows = writers.flatMap(writer => Array.from({ length: commits }, (_, index) => ({ writer, commit: index + 1 })))
  compare('8 writer processes, 20 commits each', directory, fields, rows)
  const table = await open(directory, fields)
  check('8 writer processes made a commit for each append', table.version === 160 ? undefined : `version ${table.version} instead of 160`)
}

async function main(): Promise<void> {
  for (const part of [allTypes, randomSchemas, statistics, manyColumns, partitions, evolution, checkpoints, concurrentWriters]) {
    await part().catch(error => check(part.name, error instanceof Error ? error.message : String(error)))
  }
  if (failed === 0) rmSync(root, { recursive: true })
  else console.log(`the tables are kept in ${root}`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

void main()
