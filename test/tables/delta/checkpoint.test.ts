import { parquetReadObjects } from 'hyparquet'
import { MemoryObjectStore } from '../../../tables'
import { field } from '../arbitraries'
import { openTable } from './open-table'

const LOG = '_delta_log/'
const POINTER = `${LOG}_last_checkpoint`
const entry = (version: number) => `${LOG}${String(version).padStart(20, '0')}.json`
const checkpoint = (version: number) => `${LOG}${String(version).padStart(20, '0')}.checkpoint.parquet`

async function filled(commits: number): Promise<MemoryObjectStore> {
  const store = new MemoryObjectStore()
  const table = await openTable(store, {
    fields: [field('id', { kind: 'int64' }), field('place', { kind: 'string' })],
    partitionBy: [{ column: 'place', unit: 'value' }],
  })
  for (let id = 1; id <= commits; id++)
    await table.append([{ id, place: id % 2 ? 'Zürich' : null }], { application: { id: `app ${id % 3}`, version: id } })
  return store
}

const reopen = (store: MemoryObjectStore) =>
  openTable(store, {
    fields: [field('id', { kind: 'int64' }), field('place', { kind: 'string' })],
    partitionBy: [{ column: 'place', unit: 'value' }],
  })

async function stateOf(store: MemoryObjectStore) {
  const table = await reopen(store)
  const applications = [
    await table.transactionVersion('app 0'),
    await table.transactionVersion('app 1'),
    await table.transactionVersion('app 2'),
  ]
  return { version: table.version, files: table.files(), applications }
}

describe('checkpoints', () => {
  test('come after every tenth commit, and the pointer with them', async () => {
    const store = await filled(23)
    expect((await store.list(LOG)).filter(key => key.endsWith('.parquet'))).toEqual([checkpoint(10), checkpoint(20)])
    const pointer = JSON.parse(new TextDecoder().decode(await store.get(POINTER)))
    expect(pointer).toMatchObject({ version: 20, size: 25, numOfAddFiles: 20 })
  })

  test('hold the state, without provenance', async () => {
    const store = await filled(10)
    const bytes = await store.get(checkpoint(10))
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes ?? []).buffer })
    expect(rows).toHaveLength(15)
    expect(rows[0]).toMatchObject({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } })
    expect(rows[1]).toMatchObject({
      metaData: { partitionColumns: ['place'], configuration: {}, format: { provider: 'parquet', options: {} } },
    })
    expect(rows[5]).toMatchObject({ add: { partitionValues: { place: 'Zürich' }, dataChange: false } })
    expect(rows[6]).toMatchObject({ add: { partitionValues: { place: null } } })
  })

  test('stand for the entries before them, in every state that a crash can leave', async () => {
    const whole = await stateOf(await filled(25))
    const damage: readonly ((store: MemoryObjectStore) => Promise<void>)[] = [
      store => store.delete(POINTER),
      store => store.put(POINTER, new TextEncoder().encode('{"vers')),
      store => store.put(POINTER, new TextEncoder().encode('{"version":10,"size":1}')),
      store => store.delete(checkpoint(20)),
      async store => {
        await store.delete(checkpoint(20))
        await store.delete(checkpoint(10))
      },
      async store => {
        for (let version = 0; version < 20; version++) await store.delete(entry(version))
      },
      async store => {
        for (let version = 0; version < 20; version++) await store.delete(entry(version))
        await store.delete(POINTER)
      },
    ]
    for (const wound of damage) {
      const store = await filled(25)
      await wound(store)
      const { files, ...rest } = await stateOf(store)
      expect(rest).toEqual({ version: whole.version, applications: whole.applications })
      expect(files.map(({ rows, partitionValues }) => ({ rows, partitionValues }))).toEqual(
        whole.files.map(({ rows, partitionValues }) => ({ rows, partitionValues })),
      )
    }
  })

  test('that are missing with their entries are an error, not an empty table', async () => {
    const store = await filled(12)
    await store.delete(checkpoint(10))
    await store.delete(entry(0))
    await expect(reopen(store)).rejects.toThrow('the delta log begins at _delta_log/00000000000000000001.json and has no checkpoint')
    await store.put(checkpoint(10), new TextEncoder().encode('PAR1 no PAR1'))
    await expect(reopen(store)).rejects.toThrow('cannot be read')
  })

  test('bring a writer that slept while entries were cleaned up to the present', async () => {
    const store = await filled(5)
    const sleeper = await reopen(store)
    const other = await reopen(store)
    for (let id = 100; id < 116; id++) await other.append([{ id, place: 'x' }])
    for (let version = 0; version < 20; version++) await store.delete(entry(version))
    expect(await sleeper.append([{ id: 200, place: 'x' }])).toMatchObject({ status: 'committed', version: other.version + 1 })
    const history = await sleeper.history()
    expect(history.map(summary => summary.version)).toEqual([22, 21, 20])
  })

  test('that cannot be written do not fail the commit', async () => {
    const store = await filled(9)
    const put = store.put.bind(store)
    store.put = async (key, bytes) => {
      if (key.startsWith(LOG)) throw new Error('no space')
      await put(key, bytes)
    }
    const table = await reopen(store)
    expect(await table.append([{ id: 10, place: 'x' }])).toMatchObject({
      status: 'committed',
      version: 10,
      checkpointError: new Error('no space'),
    })
    expect(await table.append([{ id: 11, place: 'x' }])).toEqual({ status: 'committed', version: 11, attempts: 1, files: 1 })
  })

  test('keep tombstones for a week', async () => {
    const store = await filled(7)
    const removeAt = (path: string, timestamp: number) =>
      JSON.stringify({ remove: { path, deletionTimestamp: timestamp, dataChange: true } })
    const now = Date.UTC(2026, 0, 1)
    const lines = [removeAt('old.parquet', now - 8 * 86_400_000), removeAt('new.parquet', now - 6 * 86_400_000)]
    await store.create(entry(8), new TextEncoder().encode(lines.join('\n')))
    const table = await reopen(store)
    await table.append([{ id: 1, place: 'x' }])
    await table.append([{ id: 2, place: 'x' }])
    const rows = await parquetReadObjects({ file: new Uint8Array((await store.get(checkpoint(10))) ?? []).buffer })
    expect(rows.flatMap(row => row['remove'] ?? [])).toEqual([
      { path: 'new.parquet', deletionTimestamp: BigInt(now - 6 * 86_400_000), dataChange: false },
    ])
  })
})
