import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { earthquakeRegions } from '../../examples/earthquakes/pipeline'
import { wikipediaEdits } from '../../examples/wikipedia/pipeline'
import { toText } from '../../pipeline'
import { commandLine, root, streambed } from './streambed'

const earthquakes = 'examples/earthquakes/pipeline.ts'
const data = join(root, 'examples/earthquakes/data/earthquakes.jsonl.gz')
const wikipediaData = join(root, 'examples/wikipedia/data/edits.jsonl.gz')
const expected = readFileSync(join(root, 'examples/earthquakes/expected/region_days.jsonl'), 'utf8')
const sorted = (text: string): readonly string[] => text.split('\n').sort()

let directory: string
const definitionOf = (example: string): string => join(directory, `${example}.json`)
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-cli-'))
  writeFileSync(definitionOf('earthquakes'), toText(earthquakeRegions.definition))
  writeFileSync(definitionOf('wikipedia'), toText(wikipediaEdits.definition))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('a pipeline with one windowed output prints its rows, in the order in which windows close', async () => {
  const outcome = await streambed(['run', earthquakes])
  expect(outcome).toMatchObject({ code: 0, error: '' })
  expect(outcome.out).toBe(expected)
}, 120_000)

test('events come from the standard input, and batches of 7 give the same rows', async () => {
  const outcome = await streambed(['run', earthquakes, '--events', '-', '--batch', '7'], gunzipSync(readFileSync(data)))
  expect(outcome).toMatchObject({ code: 0, error: '' })
  expect(outcome.out).toBe(expected)
}, 120_000)

test('writes rows, late events, dead letters, tables and a report', async () => {
  const at = (name: string): string => join(directory, name)
  const outcome = await commandLine([
    ...[
      'run',
      definitionOf('earthquakes'),
      '--events',
      data,
      '--rows',
      at('rows.jsonl.gz'),
      '--late',
      at('late.jsonl'),
      '--dead-letters',
      at('dead.jsonl'),
    ],
    ...['--table', at('tables'), '--report', at('report.json'), '--partitions', '1'],
  ])
  expect(outcome).toEqual({ code: 0, out: '', error: '' })
  expect(gunzipSync(readFileSync(at('rows.jsonl.gz'))).toString()).toBe(expected)
  const late = readFileSync(at('late.jsonl'), 'utf8').trim().split('\n')
  const report = JSON.parse(readFileSync(at('report.json'), 'utf8'))
  expect(report).toMatchObject({ pipeline: 'earthquake-regions', events: 9366, deadLetters: 0 })
  expect(report.outputs[0]).toEqual({ name: 'region_days', rows: expected.trim().split('\n').length, late: late.length })
  const first = JSON.parse(late[0])
  expect(first.eventTime).toBeLessThan(first.watermark)
  expect(JSON.parse(first.record).time).toBe(new Date(first.eventTime).toISOString())
  expect(readFileSync(at('dead.jsonl'), 'utf8')).toBe('')
  expect(readdirSync(at('tables')).sort()).toEqual(['region_days', 'strong_quakes'])

  const again = await commandLine(['run', definitionOf('earthquakes'), '--events', data, '--table', at('tables')])
  expect(again.code).toBe(1)
  expect(again.error).toContain('exists already')
})

test('several outputs go to a directory of files; partitions give the same rows where no event is late', async () => {
  const [one, several] = await Promise.all(
    ['1', '3'].map(partitions =>
      commandLine([
        'run',
        definitionOf('wikipedia'),
        '--events',
        wikipediaData,
        '--partitions',
        partitions,
        '--rows',
        join(directory, `rows-${partitions}/`),
      ]),
    ),
  )
  expect([one, several]).toEqual([
    { code: 0, out: '', error: '' },
    { code: 0, out: '', error: '' },
  ])
  for (const name of ['country_edits', 'channel_edits']) {
    const [alone, spread] = ['1', '3'].map(partitions => readFileSync(join(directory, `rows-${partitions}/${name}.jsonl`), 'utf8'))
    if (name === 'channel_edits') expect(sorted(spread)).toEqual(sorted(alone))
    else expect(spread).toBe(alone)
  }
})

test('records that nobody can read are dead letters, with their bytes', async () => {
  const path = join(directory, 'letters.jsonl')
  const outcome = await streambed(['run', earthquakes, '--events', '-', '--dead-letters', path], '{"id":\n\u0000\n{}\n')
  expect(outcome).toMatchObject({ code: 0, out: '' })
  const letters = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(letters.map(letter => letter.code)).toEqual(['malformed', 'malformed', 'missing-field'])
  expect(Buffer.from(letters[0].record, 'base64').toString()).toBe('{"id":')
}, 120_000)

test.each([
  ['a missing file', ['--events', 'nothing.jsonl'], 'there is no file nothing.jsonl'],
  ['a file that is not packed', ['--events', 'package.json.gz'], 'there is no file package.json.gz'],
  ['a directory', ['--events', 'examples'], 'EISDIR'],
])(
  '%s as events is invalid',
  async (_name, commandArguments, message) => {
    const outcome = await commandLine(['run', definitionOf('earthquakes'), ...commandArguments])
    expect(outcome.code).toBe(1)
    expect(outcome.error).toContain(message)
  },
  120_000,
)
