import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { earthquakeRegions } from '../../examples/earthquakes/pipeline'
import { serverMetrics } from '../../examples/metrics/pipeline'
import { postActivity } from '../../examples/posts/pipeline'
import { toText } from '../../pipeline'
import { commandLine } from './streambed'

let directory: string
let posts: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-plan-'))
  posts = join(directory, 'posts.json')
  writeFileSync(posts, toText(postActivity.definition))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('a plan says what, why and how much', async () => {
  const { code, out, error } = await commandLine(['plan', posts, '--target', 'aws', '--rate', '10k', '--environment', 'prod'])
  expect({ code, error }).toEqual({ code: 0, error: '' })
  expect(out).toMatch(/^post-activity on AWS \(prod\), 10,000 events\/s of 512 B\n\nDeployed\n/)
  expect(out).toMatch(/ {2}Kinesis stream +events +14 shards, 168 hours\n/)
  expect(out).toMatch(/\nWhy\n {2}events: 14 shards +the larger of /)
  expect(out).toMatch(/ {2}Kinesis, events +shards +14 × 730 h × 0.015 +153\.30\n/)
  expect(out).toMatch(/\n {2}Total +[\d,.]+\n/)
  expect(out).toContain('List prices of us-east-1')
})

test('without a rate it says so', async () => {
  const { out } = await commandLine(['plan', posts, '--target', 'aws'])
  expect(out).toMatch(/^post-activity on AWS \(dev\), no --rate given/)
  expect(out).toMatch(/ {2}events: on-demand +the rate is not known/)
})

test('an archive is in the table, in the cost and in the picture', async () => {
  const metrics = join(directory, 'metrics.json')
  writeFileSync(metrics, toText(serverMetrics.definition))
  const asked = (...more: readonly string[]) =>
    commandLine(['plan', metrics, '--target', 'aws', '--rate', '10k', '--archive', 'iceberg', ...more])
  const { out } = await asked()
  expect(out).toMatch(/ {2}Firehose +archive +Iceberg table readings_archive_[0-9a-f]{8} and a named query, each 300 s or 64 MB\n/)
  expect(out).toMatch(/ {2}Firehose +rows +12,531 GB × 0\.045 +563\.91\n/)
  expect(out).toMatch(/ {2}archive: Firehose, into an Iceberg table +settings\.archive\n/)
  expect((await asked('--diagram', 'mermaid')).out).toMatch(/<b>S3: archive-table\/<\/b><br\/>Iceberg<br\/>readings_archive_/)
  const { code, error } = await commandLine(['plan', posts, '--target', 'aws', '--archive', 'iceberg'])
  expect(code).toBe(1)
  expect(error).toMatch(/"createdAt"[\s\S]*"editedAt"/)
})

test('a plan can be had for programs and as a picture', async () => {
  const json = await commandLine(['plan', posts, '--target', 'aws', '--json'])
  expect(JSON.parse(json.out)).toMatchObject({ plan: { kind: 'kinesis-lambda-lake' }, cost: { usd: expect.any(Number) } })
  const mermaid = await commandLine(['plan', posts, '--target', 'aws', '--diagram', 'mermaid'])
  expect(mermaid.out).toMatch(/^flowchart LR\n {2}source\(\["<b>Kinesis: events<\/b>/)
  const picture = join(directory, 'plan.svg')
  expect(await commandLine(['plan', posts, '--target', 'aws', '--diagram', 'svg', '--out', picture])).toEqual({
    code: 0,
    out: '',
    error: '',
  })
  expect(readFileSync(picture, 'utf8')).toMatch(
    /^<svg class="streambed"[^>]* aria-label="what is deployed for the pipeline post-activity">/,
  )
})

test.each([
  [['--rate', '10k', '--engine', 'moon'], "--engine got 'moon'; allowed is"],
  [['--environment', 'test'], "--environment got 'test'; allowed is dev or prod"],
  [['--archive', 'yes'], "--archive got 'yes'; allowed is objects or iceberg"],
  [['--archive', 'objects', '--engine', 'flink'], '--archive goes with the engine lambda alone'],
  [['--diagram', 'png'], "--diagram got 'png'; allowed is svg or mermaid"],
  [['--json', '--diagram', 'svg'], '--json and --diagram do not go together'],
  [['--event-bytes', '0'], "--event-bytes got '0'; allowed is a whole number from 1 to 1048576"],
])('%j is wrong usage', async (given, message) => {
  const { code, error } = await commandLine(['plan', posts, '--target', 'aws', ...given])
  expect(code).toBe(2)
  expect(error).toContain(message)
})

test('the plan of Managed Flink', async () => {
  const file = join(directory, 'earthquakes.json')
  writeFileSync(file, toText(earthquakeRegions.definition))
  const { code, out } = await commandLine(['plan', file, '--target', 'aws', '--engine', 'flink', '--rate', '2k'])
  expect(code).toBe(0)
  expect(out).toMatch(/ {2}Managed Flink +earthquake-regions-dev +FLINK-2_2, parallelism 3/)
  expect(out).toMatch(/ {2}Managed Flink +KPUs +\(1 \+ 1\) × 730 h × 0.11 +160\.60\n/)
})

test('what Lambda can not write is refused with its place', async () => {
  const file = join(directory, 'stream.json')
  const [topics] = postActivity.definition.outputs
  const into = { kind: 'stream', name: topics.name } as const
  writeFileSync(file, toText({ ...postActivity.definition, outputs: [{ ...topics, into }] }))
  const { code, error } = await commandLine(['plan', file, '--target', 'aws'])
  expect(code).toBe(1)
  expect(error).toContain('outputs[0].into: Lambda writes tables')
})
