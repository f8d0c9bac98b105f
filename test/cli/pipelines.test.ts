import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, streambed } from './streambed'

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
  expect(outcome).toEqual({ code: 0, out: 'post-activity is valid: 5 outputs from source posts\n', error: '' })
}, 30_000)

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
}, 30_000)

test.each([
  ['no pipeline', 'export const nothing = 1', 'exports no pipeline'],
  [
    'two',
    `${events}export const one = pipeline('one', events)${output('a')}\nexport const two = pipeline('two', events)${output('b')}`,
    'exports 2 pipelines (one, two); one a file is expected',
  ],
  ['a syntax error', 'export const = 3', "can't be loaded"],
])(
  'a file with %s is invalid',
  async (name, text, message) => {
    const outcome = await streambed(['check', pipelineFile(`${name.replaceAll(' ', '-')}.ts`, text)])
    expect(outcome).toMatchObject({ code: 1, out: '' })
    expect(outcome.error).toContain(message)
  },
  30_000,
)

test('a missing file is invalid', async () => {
  const outcome = await streambed(['check', 'nothing.ts'])
  expect(outcome).toEqual({ code: 1, out: '', error: 'error: there is no file nothing.ts\n' })
}, 30_000)

test('describe gives words and the text form, which can stand for the pipeline', async () => {
  const [words, text] = await Promise.all([
    streambed(['describe', 'examples/earthquakes/pipeline.ts']),
    streambed(['describe', 'examples/earthquakes/pipeline.ts', '--text']),
  ])
  expect(words.code).toBe(0)
  expect(words.out).toContain('region_days')
  const path = join(directory, 'definition.json')
  writeFileSync(path, text.out)
  const again = await streambed(['describe', path])
  expect(again).toEqual(words)
}, 30_000)

test('diagram draws Mermaid and SVG', async () => {
  const picture = join(directory, 'pipeline.svg')
  const [mermaid, svg] = await Promise.all([
    streambed(['diagram', 'examples/wikipedia/pipeline.ts']),
    streambed(['diagram', 'examples/wikipedia/pipeline.ts', '--out', picture]),
  ])
  expect(mermaid.out).toMatch(/^(flowchart|graph) /)
  expect(svg).toEqual({ code: 0, out: '', error: '' })
  expect(readFileSync(picture, 'utf8')).toMatch(/^<svg /)
}, 30_000)
