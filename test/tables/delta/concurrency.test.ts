import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DirectoryObjectStore, MemoryObjectStore, type ObjectStore } from '../../../tables'
import { field } from '../arbitraries'
import { readParquet } from '../read-back'
import { removeTemporaryDirectories, temporaryDirectory } from '../temporary-directory'
import { openTable } from './open-table'

const FIELDS = [field('writer', { kind: 'string' }, false), field('commit', { kind: 'int64' }, false)]
const options = { fields: FIELDS, newId: randomUUID }

afterAll(removeTemporaryDirectories)

async function rowsOf(store: ObjectStore): Promise<readonly string[]> {
  const table = await openTable(store, options)
  const rows: string[] = []
  for (const { key } of table.files()) {
    for (const row of await readParquet(FIELDS, (await store.get(key)) ?? new Uint8Array())) rows.push(`${row['writer']} ${row['commit']}`)
  }
  return rows.sort()
}

const expected = (writers: number, commits: number) =>
  Array.from({ length: writers * commits }, (_, index) => `${index % writers} ${Math.floor(index / writers) + 1}`).sort()

describe('concurrent writers', () => {
  test.each([
    [
      'memory',
      () => {
        const store = new MemoryObjectStore()
        return () => store
      },
    ],
    [
      'a directory',
      () => {
        const root = temporaryDirectory()
        return () => new DirectoryObjectStore(root)
      },
    ],
  ] as const)('8 on %s lose and double nothing in 20 commits each', async (_, make) => {
    const client = make()
    const write = async (writer: number) => {
      const table = await openTable(client(), options)
      for (let commit = 1; commit <= 20; commit++) {
        const result = await table.append([{ writer: String(writer), commit }], { application: { id: String(writer), version: commit } })
        expect(result.status).toBe('committed')
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_unused, writer) => write(writer)))
    expect(await rowsOf(client())).toEqual(expected(8, 20))
    const table = await openTable(client(), options)
    expect(table.version).toBe(160)
    expect((await table.history(1000)).map(summary => summary.rows).reduce((a, b) => a + b)).toBe(160)
  })

  test('of one application: each version is in the table once', async () => {
    const store = new MemoryObjectStore()
    const write = async () => {
      const table = await openTable(store, options)
      for (let stored = await table.transactionVersion('a'); (stored ?? 0) < 30; stored = await table.transactionVersion('a')) {
        const commit = (stored ?? 0) + 1
        await table.append([{ writer: '0', commit }], { application: { id: 'a', version: commit, expectedVersion: stored ?? null } })
      }
    }
    await Promise.all(Array.from({ length: 5 }, write))
    expect(await rowsOf(store)).toEqual(expected(1, 30))
    expect(await store.list('part-')).toHaveLength(30)
  })

  test('on one table object', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store, options)
    await Promise.all(expected(3, 20).map(pair => table.append([{ writer: pair.slice(0, 1), commit: Number(pair.slice(2)) }])))
    expect(await rowsOf(store)).toEqual(expected(3, 20))
    await expect(table.append([{ writer: 'x' }])).rejects.toThrow('column "commit" is required')
    expect((await table.append([{ writer: '9', commit: 1 }])).status).toBe('committed')
  })

  test('2 processes lose and double nothing', async () => {
    const root = temporaryDirectory()
    const script = join(__dirname, '..', '..', 'readers', 'writer.ts')
    const run = (writer: number) =>
      new Promise(resolve =>
        spawn(process.execPath, ['--import', 'tsx', script, root, String(writer), '10'], { stdio: 'inherit' }).on('exit', resolve),
      )
    expect(await Promise.all([0, 1].map(run))).toEqual([0, 0])
    expect(await rowsOf(new DirectoryObjectStore(root))).toEqual(expected(2, 10))
  })
})
