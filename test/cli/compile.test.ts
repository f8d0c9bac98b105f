import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { postActivity } from '../../examples/posts/pipeline'
import { toText } from '../../pipeline'
import { commandLine } from './streambed'

const compiled = resolve(__dirname, '../../examples/posts/compiled/duckdb/pipeline.sql')
let directory: string
let posts: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-compile-'))
  posts = join(directory, 'posts.json')
  writeFileSync(posts, toText(postActivity.definition))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('the main file goes to standard output, as committed beside the example', async () => {
  const outcome = await commandLine(['compile', posts, '--engine', 'duckdb'])
  expect(outcome).toEqual({ code: 0, out: readFileSync(compiled, 'utf8'), error: '' })
})

test('--out writes every file and a manifest, --set fills in parameters', async () => {
  const outcome = await commandLine(['compile', posts, '--engine', 'duckdb', '--set', 'source_files=posts/*.jsonl', '--out', directory])
  expect(outcome).toEqual({ code: 0, out: '', error: `${join(directory, 'pipeline.sql')}\n${join(directory, 'manifest.json')}\n` })
  expect(readFileSync(join(directory, 'pipeline.sql'), 'utf8')).toContain("read_csv('posts/*.jsonl'")
  expect(JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'))).toMatchObject({
    engine: 'duckdb',
    variant: 'files',
    parameters: [],
  })
})

test.each([
  ['no engine', [], 'name an engine with --engine: '],
  ['an unknown engine', ['--engine', 'fink'], "--engine got 'fink'; allowed: "],
  ['an unknown variant', ['--engine', 'duckdb', '--variant', 'cloud'], "--variant got 'cloud'; duckdb has files"],
  ['a setting without a value', ['--engine', 'duckdb', '--set', 'source_files'], "--set got 'source_files'; write NAME=VALUE"],
  ['a setting that the text has not', ['--engine', 'duckdb', '--set', 'topic=x'], '--set got topic; the text has source_files'],
])('%s is wrong usage, and nothing is written', async (_name, more, message) => {
  const outcome = await commandLine(['compile', posts, '--out', join(directory, 'out'), ...more])
  expect(outcome).toMatchObject({ code: 2, out: '' })
  expect(outcome.error).toContain(message)
  expect(existsSync(join(directory, 'out'))).toBe(false)
})

test('check names the engines that can run a pipeline', async () => {
  const outcome = await commandLine(['check', posts])
  expect(outcome).toMatchObject({ code: 0, error: '' })
  expect(outcome.out).toMatch(/^post-activity is valid: 5 outputs from source posts\n/)
  expect(outcome.out).toMatch(/✓ duckdb +DuckDB \(evidence: run\)\n/)
})
