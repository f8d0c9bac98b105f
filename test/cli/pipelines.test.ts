import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { earthquakeRegions } from '../../examples/earthquakes/pipeline'
import { toText } from '../../pipeline'
import { commandLine, root, streambed } from './streambed'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-cli-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function pipelineFile(name: string, text: string): string {
  const path = join(directory, name)
  writeFileSync(path, `import { count, pipeline, source, string, table, timestamp, tumbling } from ${JSON.stringify(root)}\n${text}`)
  return path
}

const events = `const events = source('events', { schema: { id: string(), at: timestamp() }, eventTime: 'at', maxDelay: '1 minute' })\n`
const output = (name: string) =>
  `.output(all => all.groupBy('id').window(tumbling('1 minute')).aggregate({ rows: count() }).into(table('${name}')))`

test('check says that a pipeline is valid', async () => {
  const outcome = await streambed(['check', 'examples/posts/pipeline.ts'])
  expect(outcome).toMatchObject({ code: 0, error: '' })
  expect(outcome.out).toMatch(/^post-activity is valid: 5 outputs from source posts\n/)
  expect(outcome.out).toMatch(/✓ duckdb +DuckDB \(evidence: run\)\n/)
  expect(outcome.out).toMatch(/✗ ksqldb +ksqlDB\n +outputs\[1\]/)
})

test('check reports every problem at once', async () => {
  const path = pipelineFile(
    'wrong.ts',
    `${events}export const wrong = pipeline('wrong', events)${output('a')}${output('a')}.output(all => all.where((row: any) => row.nothing.eq('x')).into(table('b')))`,
  )
  const outcome = await streambed(['check', path])
  expect(outcome).toMatchObject({ code: 1, out: '' })
  expect(outcome.error).toContain('with 2 problems')
  expect(outcome.error).toContain('duplicate-name')
  expect(outcome.error).toContain('unknown-field')
}, 120_000)

test('a file without a pipeline, with two or with a syntax error is invalid', async () => {
  const two = `${events}export const one = pipeline('one', events)${output('a')}\nexport const two = pipeline('two', events)${output('b')}`
  const files = [
    pipelineFile('none.ts', 'export const nothing = 1'),
    pipelineFile('two.ts', two),
    pipelineFile('syntax.ts', 'export const = 3'),
  ]
  const outcomes = await Promise.all(files.map(file => streambed(['check', file])))
  expect(outcomes.map(outcome => outcome.code)).toEqual([1, 1, 1])
  expect(outcomes[0].error).toContain('exports no pipeline')
  expect(outcomes[1].error).toContain('exports 2 pipelines (one, two); one a file is expected')
  expect(outcomes[2].error).toContain("can't be loaded")
})

test('a missing file is invalid', async () => {
  expect(await commandLine(['check', 'nothing.ts'])).toEqual({ code: 1, out: '', error: 'error: there is no file nothing.ts\n' })
})

test('describe gives words, and the text form, which can stand for the pipeline', async () => {
  const path = join(directory, 'definition.json')
  writeFileSync(path, toText(earthquakeRegions.definition))
  const [words, text] = [await commandLine(['describe', path]), await commandLine(['describe', path, '--text'])]
  expect(words.code).toBe(0)
  expect(words.out).toContain('region_days')
  expect(text.out.trim()).toBe(toText(earthquakeRegions.definition).trim())
})

test('diagram draws Mermaid and SVG', async () => {
  const path = join(directory, 'diagram.json')
  writeFileSync(path, toText(earthquakeRegions.definition))
  const picture = join(directory, 'pipeline.svg')
  expect((await commandLine(['diagram', path])).out).toMatch(/^(flowchart|graph) /)
  expect(await commandLine(['diagram', path, '--out', picture])).toEqual({ code: 0, out: '', error: '' })
  expect(readFileSync(picture, 'utf8')).toMatch(/^<svg /)
})
