import { type DeltaTable, MemoryObjectStore, type ObjectStore } from '../../../tables'
import { field } from '../arbitraries'
import { readParquet } from '../read-back'
import { logEntry, openTable, resetWriters } from './open-table'

const FIELDS = [field('id', { kind: 'int64' }, false), field('text', { kind: 'string' })]

async function idsOf(store: ObjectStore, table: DeltaTable): Promise<readonly unknown[]> {
  const ids: unknown[] = []
  for (const { key } of table.files()) {
    const bytes = await store.get(key)
    for (const row of await readParquet(FIELDS, bytes ?? new Uint8Array())) ids.push(row['id'])
  }
  return ids.sort((a, b) => Number(a) - Number(b))
}

describe('log entries', () => {
  test('are what the protocol asks for', async () => {
    resetWriters()
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    await table.append(
      [
        { id: 1, text: 'a' },
        { id: 2, text: null },
      ],
      { application: { id: 'app', version: 7 } },
    )
    const schemaString =
      '{"type":"struct","fields":[{"name":"id","type":"long","nullable":false,"metadata":{}},{"name":"text","type":"string","nullable":true,"metadata":{}}]}'
    expect(await logEntry(store, 0)).toEqual([
      {
        commitInfo: {
          operation: 'CREATE TABLE',
          operationParameters: { partitionBy: '[]' },
          isBlindAppend: true,
          timestamp: 1767225600000,
          engineInfo: 'streambed',
          txnId: '00000000-0000-4000-8000-000000000000',
        },
      },
      { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
      {
        metaData: {
          id: '00000000-0000-4000-8000-000000000001',
          format: { provider: 'parquet', options: {} },
          schemaString,
          partitionColumns: [],
          configuration: {},
          createdTime: 1767225601000,
        },
      },
    ])
    const [file] = table.files()
    expect(await logEntry(store, 1)).toEqual([
      {
        commitInfo: {
          operation: 'WRITE',
          operationParameters: { mode: 'Append', partitionBy: '[]' },
          operationMetrics: { numFiles: '1', numOutputRows: '2', numOutputBytes: String(file?.bytes) },
          isBlindAppend: true,
          timestamp: 1767225603000,
          engineInfo: 'streambed',
          txnId: '00000000-0000-4000-8000-000000000003',
        },
      },
      { txn: { appId: 'app', version: 7, lastUpdated: 1767225604000 } },
      {
        add: {
          path: 'part-00000-00000000-0000-4000-8000-000000000002.snappy.parquet',
          partitionValues: {},
          size: file?.bytes,
          modificationTime: 1767225602000,
          dataChange: true,
          stats: '{"numRecords":2,"minValues":{"id":1,"text":"a"},"maxValues":{"id":2,"text":"a"},"nullCount":{"id":0,"text":1}}',
        },
      },
    ])
  })

  test('of other writers may hold what is unknown here', async () => {
    const store = new MemoryObjectStore()
    await openTable(store)
    const foreign = '{"cdc":{"path":"x"}}\n\n{"domainMetadata":{"domain":"d"}}\n{"commitInfo":{"timestamp":"odd","operation":"OPTIMIZE"}}\n'
    await store.create('_delta_log/00000000000000000001.json', new TextEncoder().encode(foreign))
    const table = await openTable(store)
    expect(table.version).toBe(1)
    expect(await table.history()).toMatchObject([{ version: 1, operation: 'OPTIMIZE', timestamp: undefined }, { version: 0 }])
  })

  test.each([
    ['{"add":', 'log entry 1 has a line that is not JSON'],
    ['[1]', 'log entry 1 has a line that is not an object'],
    ['{"add":{"path":1,"partitionValues":{}}}', 'the delta log has add.path of type number; allowed is a string'],
    ['{"add":{"path":"x"}}', 'the delta log has add.partitionValues of type undefined'],
    ['{"txn":{"appId":"x","version":1.5}}', 'the delta log has txn.version of type number; allowed is an integer'],
    ['{"protocol":{"minReaderVersion":3,"minWriterVersion":7}}', 'the table needs delta protocol reader 3, writer 7; supported are'],
  ])('that are damaged or too new are refused: %s', async (line, message) => {
    const store = new MemoryObjectStore()
    await openTable(store)
    await store.create('_delta_log/00000000000000000001.json', new TextEncoder().encode(line))
    await expect(openTable(store)).rejects.toThrow(message)
  })
})

describe('append', () => {
  test('adds rows for every later reader, and says what it did', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    expect(await table.append([{ id: 1 }])).toEqual({ status: 'committed', version: 1, attempts: 1, files: 1 })
    expect(await table.append([{ id: 2 }, { id: 3 }])).toMatchObject({ version: 2 })
    const other = await openTable(store)
    expect(await idsOf(store, other)).toEqual([1, 2, 3])
    expect(await other.history()).toMatchObject([
      { version: 2, operation: 'WRITE', rows: 2, files: 1 },
      { version: 1, operation: 'WRITE', rows: 1, files: 1 },
      { version: 0, operation: 'CREATE TABLE', rows: 0, files: 0 },
    ])
    expect(await other.history(1)).toHaveLength(1)
  })

  test('without rows and application commits nothing', async () => {
    const table = await openTable(new MemoryObjectStore())
    expect(await table.append([])).toMatchObject({ status: 'committed', files: 0, version: 0 })
    expect(table.version).toBe(0)
  })

  test('of a value of another type writes nothing', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    await expect(table.append([{ id: 'one' }])).rejects.toThrow('column "id" got string one')
    expect(await store.list('part-')).toEqual([])
    expect((await table.append([{ id: 1 }])).status).toBe('committed')
  })

  test('cuts many rows into files of one commit', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store, { rowsPerFile: 10 })
    await table.append(Array.from({ length: 95 }, (_, id) => ({ id })))
    expect(table.files().map(file => file.rows)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5])
    expect(table.version).toBe(1)
    expect(await idsOf(store, table)).toEqual(Array.from({ length: 95 }, (_, id) => id))
  })

  test('refuses counts that are no counts', async () => {
    await expect(openTable(new MemoryObjectStore(), { rowsPerFile: 0 })).rejects.toThrow(
      'rowsPerFile is 0; allowed is an integer of at least 1',
    )
    await expect(openTable(new MemoryObjectStore(), { checkpointInterval: 0.5 })).rejects.toThrow('checkpointInterval is 0.5')
  })

  test('knows its own commit again when the store says that it exists', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    const create = store.create.bind(store)
    // A request that was answered, whose answer was lost, and that the client repeated.
    store.create = async (key, bytes) => {
      const created = await create(key, bytes)
      return key.startsWith('_delta_log/') ? false : created
    }
    expect(await table.append([{ id: 1 }])).toMatchObject({ status: 'committed', version: 1, attempts: 1 })
    expect(await idsOf(store, table)).toEqual([1])
  })

  test('refuses ids that come twice, before they overwrite a file', async () => {
    const table = await openTable(new MemoryObjectStore(), { newId: () => 'same' })
    await table.append([{ id: 1 }])
    await expect(table.append([{ id: 2 }])).rejects.toThrow('newId must give a new id at every call')
  })
})

describe('applications', () => {
  test('write each version once', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    const application = { id: 'p0/out', version: 5 }
    expect(await table.transactionVersion('p0/out')).toBeUndefined()
    expect(await table.append([{ id: 1 }], { application })).toMatchObject({ status: 'committed' })
    expect(await table.append([{ id: 1 }], { application })).toEqual({ status: 'skipped', storedVersion: 5 })
    const other = await openTable(store)
    expect(await other.append([{ id: 1 }], { application: { id: 'p0/out', version: 4 } })).toEqual({ status: 'skipped', storedVersion: 5 })
    expect(await other.transactionVersion('p0/out')).toBe(5)
    expect(await other.transactionVersion('p1/out')).toBeUndefined()
    expect(await idsOf(store, other)).toEqual([1])
  })

  test('may move their version without rows', async () => {
    const table = await openTable(new MemoryObjectStore())
    expect(await table.append([], { application: { id: 'a', version: 9 } })).toMatchObject({ status: 'committed', files: 0, version: 1 })
    expect(await table.transactionVersion('a')).toBe(9)
  })

  test('learn of a version that moved since it was read, and leave no files', async () => {
    const store = new MemoryObjectStore()
    const slow = await openTable(store)
    const fast = await openTable(store)
    const stored = await slow.transactionVersion('a')
    await fast.append([{ id: 1 }, { id: 2 }], { application: { id: 'a', version: 2 } })
    const files = await store.list('part-')
    const rows = [{ id: 1 }, { id: 2 }, { id: 3 }]
    expect(await slow.append(rows, { application: { id: 'a', version: 3 } })).toEqual({ status: 'conflict', storedVersion: 2 })
    expect(await slow.append(rows, { application: { id: 'a', version: 3, expectedVersion: stored ?? null } })).toEqual({
      status: 'conflict',
      storedVersion: 2,
    })
    expect(await store.list('part-')).toEqual(files)
    expect(await slow.append(rows.slice(2), { application: { id: 'a', version: 3, expectedVersion: 2 } })).toMatchObject({
      status: 'committed',
    })
    expect(await idsOf(store, slow)).toEqual([1, 2, 3])
  })

  test('may expect a version that this table has not read yet', async () => {
    const store = new MemoryObjectStore()
    const stale = await openTable(store)
    await (await openTable(store)).append([{ id: 1 }], { application: { id: 'a', version: 5 } })
    expect(await stale.append([{ id: 2 }], { application: { id: 'a', version: 6, expectedVersion: 5 } })).toMatchObject({
      status: 'committed',
    })
  })

  test('refuse versions that are not exact', async () => {
    const table = await openTable(new MemoryObjectStore())
    await expect(table.append([], { application: { id: 'a', version: 2 ** 53 } })).rejects.toThrow(
      'application "a" has version 9007199254740992',
    )
  })
})

describe('staged files', () => {
  test('become visible when they are published, once', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    const staged: typeof files = JSON.parse(JSON.stringify(await table.stage([{ id: 1 }])))
    const files = await table.stage([{ id: 2 }])
    expect(table.files()).toEqual([])
    const publisher = await openTable(store)
    expect(await publisher.publish([...staged, ...files])).toMatchObject({ status: 'committed', version: 1, files: 2 })
    await publisher.publish(staged)
    expect(publisher.version).toBe(1)
    expect(await idsOf(store, publisher)).toEqual([1, 2])
  })

  test('of many applications share a commit, each by its own version', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    await table.append([{ id: 0 }], { application: { id: 'b', version: 1 } })
    const groups = await Promise.all(
      ['a', 'b', 'c'].map(async (id, index) => ({ files: await table.stage([{ id: index + 1 }]), application: { id, version: 1 } })),
    )
    const results = await table.publishAll(groups)
    expect(results).toMatchObject([
      { status: 'committed', version: 2, files: 1 },
      { status: 'skipped', storedVersion: 1 },
      { status: 'committed', version: 2, files: 1 },
    ])
    expect(await idsOf(store, table)).toEqual([0, 1, 3])
    await expect(
      table.publishAll([
        { files: [], application: { id: 'a', version: 2 } },
        { files: [], application: { id: 'a', version: 3 } },
      ]),
    ).rejects.toThrow('two groups have the same application id')
  })

  test('that were compacted away do not come back', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store)
    const files = await table.stage([{ id: 1 }])
    await table.publish(files)
    const remove = { remove: { path: files[0]?.path, deletionTimestamp: Date.UTC(2026, 0, 1), dataChange: false } }
    await store.create('_delta_log/00000000000000000002.json', new TextEncoder().encode(JSON.stringify(remove)))
    await table.publish(files)
    expect(table.version).toBe(2)
    expect(table.files()).toEqual([])
  })
})
