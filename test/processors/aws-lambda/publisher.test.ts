import { Outbox, TableStateStore } from '../../../processors/aws-lambda'
import { Publisher, type PublishReport } from '../../../processors/aws-lambda/publish/publisher'
import { decodeStaged, encodeStaged, rowLine, rowOf } from '../../../processors/aws-lambda/staged'
import { archive, byUser, START } from './support/pipelines'
import { readTable, strayFiles } from './support/read-tables'
import { World } from './support/world'

const [output] = archive.definition.outputs
const row = (value: number) => ({ id: `c${value}`, user: 'u', page: 'p', at: START + value, value })

function setUp() {
  const world = new World(archive)
  const { table, bucket, queue } = world
  let ids = 0
  const newId = () => `id${++ids}`
  const outbox = new Outbox({ store: new TableStateStore({ table, bucket, now: () => 1, newId }), bucket, now: () => START, newId })
  const versions = new Map<string, number>()
  const write = async (partition: string, values: readonly number[], name = 'all_clicks') => {
    const version = versions.get(partition) ?? 0
    const rows = values.map(value => ({ cause: value, values: row(value) }))
    await outbox.ports.sink.write({ partition, output: name, channel: 'rows', rows, throughCause: version + 1 })
    await outbox.ports.state.commit(partition, version, { kind: 'replace', bytes: new Uint8Array(1) })
    versions.set(partition, version + 1)
  }
  const publisher = (mostPlanBytes?: number) =>
    new Publisher({
      definition: archive.definition,
      table,
      bucket,
      queue,
      now: () => START,
      ...(mostPlanBytes !== undefined && { mostPlanBytes }),
    })
  const values = async () => (await readTable(bucket, output)).map(read => Number(read['value'])).sort((one, other) => one - other)
  return { world, bucket, table, write, publisher, values }
}

test('joins what waits into one file and one commit, and leaves nothing behind', async () => {
  const { world, bucket, table, write, publisher, values } = setUp()
  for (let index = 0; index < 30; index++) await write(`shard ${index % 3}`, [index])
  expect(await publisher().publishNext()).toMatchObject({ plan: 1, files: 30, rows: 30, late: 0, deadLetters: 0, oldest: START })
  expect(await publisher().publishNext()).toBeUndefined()
  expect(await values()).toEqual(Array.from({ length: 30 }, (_, index) => index))
  expect([...bucket.objects.keys()].filter(key => key.endsWith('.parquet'))).toHaveLength(1)
  expect([...bucket.objects.keys()].filter(key => key.startsWith('staged/'))).toEqual([])
  expect(await table.query('outbox', '')).toEqual([])
  expect(world.queue.bodies).toEqual([])
})

test('a plan has a bound of bytes, and one entry at least', async () => {
  const { write, publisher, values } = setUp()
  for (let index = 0; index < 5; index++) await write('p', [index * 2, index * 2 + 1])
  const reports: (PublishReport | undefined)[] = []
  do reports.push(await publisher(300).publishNext())
  while (reports.at(-1) !== undefined)
  expect(reports.map(report => report?.files)).toEqual([2, 2, 1, undefined])
  await write('p', [100])
  expect(await publisher(1).publishNext()).toMatchObject({ plan: 4, files: 1 })
  expect(await values()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100])
})

test('a crash at any call, then another publisher: each row once, for readers of the log and of plain files', async () => {
  for (let crash = 0; ; crash++) {
    const { world, bucket, table, write, values } = setUp()
    await write('p', [1, 2])
    await write('q', [3])
    let calls = 0
    const dying = world.withFaults({
      strike: () => {
        if (calls++ >= crash) throw new Error('crashed')
      },
    })
    const failed = await dying
      .publish()({}, { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 60_000 })
      .catch(() => 'failed')
    const { queue } = world
    const next = new Publisher({ definition: archive.definition, table, bucket, queue, now: () => START })
    await write('q', [4])
    while ((await next.publishNext()) !== undefined);
    expect([crash, await values(), await strayFiles(bucket, output)]).toEqual([crash, [1, 2, 3, 4], []])
    expect([...bucket.objects.keys()].filter(key => key.startsWith('staged/'))).toEqual([])
    if (failed === undefined) break
  }
})

test('many publishers at once publish each row once', async () => {
  const { bucket, write, publisher, values } = setUp()
  for (let round = 0; round < 5; round++) {
    await write('p', [round])
    await Promise.all([1, 2, 3].map(() => publisher().publishNext()))
  }
  while ((await publisher().publishNext()) !== undefined);
  expect(await values()).toEqual([0, 1, 2, 3, 4])
  expect(await strayFiles(bucket, output)).toEqual([])
})

test('a staged file that is gone stops the publication, with the way out', async () => {
  const { bucket, write, publisher } = setUp()
  await write('p', [1])
  for (const key of bucket.objects.keys()) if (key.startsWith('staged/')) bucket.objects.delete(key)
  await expect(publisher().publishNext()).rejects.toThrow(/staged file 'staged\/.* is missing.*lifecycle rule/)
})

test('rows of an output that the definition no longer has stop it too', async () => {
  const { write, publisher } = setUp()
  await write('p', [1], 'old_clicks')
  await expect(publisher().publishNext()).rejects.toThrow(
    "rows wait for output 'old_clicks', which the definition no longer has (it has 'all_clicks')",
  )
  expect(byUser.definition.outputs).toHaveLength(2)
})

test('staged rows come back exactly', () => {
  const values = {
    a: 2n ** 100n,
    b: -0,
    c: [1, [null, true], 'x'],
    d: new Uint8Array([0, 255]),
    e: { f: 'ü\ud800\n\u2028' },
    g: null,
    h: -1.5e300,
    i: [],
  }
  const record: Record<string, unknown> = Object.assign(Object.create(null), values, { e: Object.assign(Object.create(null), values.e) })
  expect(rowOf(rowLine(values))).toEqual(record)
  expect(Object.is(rowOf(rowLine(values))['b'], -0)).toBe(true)
  const sections = [
    { kind: 'rows', output: 'a\nb', lines: [rowLine(values), '{}'] },
    { kind: 'late', output: 'x', lines: [] },
    { kind: 'dead-letters', output: '', lines: ['{"ü":1}'] },
  ] as const
  expect(decodeStaged(encodeStaged(sections))).toEqual(sections)
})
