import { TableStateStore } from '../../../processors/aws-lambda'
import { type Faults, NO_FAULTS, withFaults } from './support/faults'
import { MemoryBucket } from './support/memory-bucket'
import { MemoryTable } from './support/memory-table'

const DAY = 86_400_000

function world() {
  const table = new MemoryTable()
  const bucket = new MemoryBucket()
  const clock = { now: DAY }
  let ids = 0
  const open = (faults: Faults = NO_FAULTS) =>
    new TableStateStore({
      table: withFaults('table', table, faults),
      bucket: withFaults('bucket', bucket, faults),
      now: () => clock.now,
      newId: () => `id${++ids}`,
    })
  const sortKeys = () => [...table.items.values()].map(item => item.sk).sort()
  return { table, bucket, clock, open, sortKeys }
}

const filled = (length: number, seed: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + seed) % 251)
/** Jest's own comparison takes seconds for a megabyte. */
const same = (chunks: readonly Uint8Array[] | undefined, expected: readonly Uint8Array[]) =>
  chunks?.length === expected.length && chunks.every((chunk, index) => Buffer.compare(chunk, expected[index]) === 0)
const sizes = (chunks: readonly Uint8Array[] | undefined) => chunks?.map(chunk => chunk.length)

test('chunks beyond an item are pieces, and beyond a megabyte an object; what was replaced is removed', async () => {
  const { open, bucket, sortKeys } = world()
  const store = open()
  expect(await store.commit('p', 0, { kind: 'replace', bytes: filled(900_000, 1) })).toBe(true)
  expect(sortKeys().filter(key => key.startsWith('chunk/'))).toHaveLength(3)
  expect(await store.commit('p', 1, { kind: 'append', bytes: filled(500, 2) })).toBe(true)
  expect(same((await open().load('p'))?.chunks, [filled(900_000, 1), filled(500, 2)])).toBe(true)
  expect(await store.commit('p', 2, { kind: 'replace', bytes: filled(1_500_000, 3) })).toBe(true)
  expect([...bucket.objects.keys()]).toEqual([expect.stringMatching(/^state\/p\//)])
  expect(sortKeys()).toEqual(['head'])
  expect(same((await open().load('p'))?.chunks, [filled(1_500_000, 3)])).toBe(true)
  await store.commit('p', 3, { kind: 'replace', bytes: filled(10, 4) })
  expect([...bucket.objects.keys()]).toEqual([])
})

test('a commit costs what it changes, however many came before', async () => {
  const { open, table } = world()
  const store = open()
  await store.commit('p', 0, { kind: 'replace', bytes: filled(1000, 0) })
  for (let version = 1; version < 300; version++)
    expect(await store.commit('p', version, { kind: 'append', bytes: filled(10, version) })).toBe(true)
  const head = await store.head('p')
  expect(JSON.stringify(head).length).toBeLessThan(3000)
  const stored = await open().load('p')
  expect(stored?.version).toBe(300)
  expect(sizes(stored?.chunks)).toEqual([1000, ...Array.from({ length: 299 }, () => 10)])
  expect(stored?.chunks[150]).toEqual(filled(10, 150))
  await store.commit('p', 300, { kind: 'replace', bytes: filled(5, 0) })
  expect([...table.items.values()].map(({ sk }) => sk).filter(sk => !sk.startsWith('chunk/'))).toEqual(['head'])
  expect(table.items.size).toBe(2)
})

test('a commit whose answer was lost and that the client repeated has won', async () => {
  const { open, table } = world()
  const store = open()
  const put = table.put.bind(table)
  table.put = async one => {
    await put(one)
    return put(one)
  }
  expect(await store.commit('p', 0, { kind: 'replace', bytes: filled(5, 1) })).toBe(true)
  expect(await store.commit('p', 1, { kind: 'append', bytes: filled(5, 2) })).toBe(true)
  expect((await open().load('p'))?.version).toBe(2)
})

test('what losers and crashed workers left is swept after a day, and never what is used', async () => {
  const { open, clock, sortKeys } = world()
  const store = open()
  await store.commit('p', 0, { kind: 'replace', bytes: filled(5, 1) })
  const crashed = open({
    strike: (call, moment) => {
      if (call === 'table.put' && moment === 'after') throw new Error('crashed')
    },
  })
  await expect(crashed.commit('p', 1, { kind: 'append', bytes: filled(5, 9) })).rejects.toThrow('crashed')
  await open().load('p')
  expect(sortKeys()).toHaveLength(3)
  clock.now += 2 * DAY
  expect(sizes((await open().load('p'))?.chunks)).toEqual([5])
  expect(sortKeys()).toHaveLength(2)
})

test('a missing chunk is damage, and said so', async () => {
  const { open, table } = world()
  await open().commit('p', 0, { kind: 'replace', bytes: filled(5, 1) })
  for (const [key, { sk }] of table.items) if (sk.startsWith('chunk/')) table.items.delete(key)
  await expect(open().load('p')).rejects.toThrow(/checkpoint of partition 'p' is damaged.*restore/)
})

test('a reader whose chunks are replaced while it reads gets the newer state', async () => {
  const { open, table } = world()
  const writer = open()
  await writer.commit('p', 0, { kind: 'replace', bytes: filled(5, 1) })
  let queries = 0
  const reader = open({
    strike: (call, moment) => {
      if (call === 'table.query' && moment === 'before' && queries++ === 0) throw new Error('later')
    },
  })
  const query = table.query.bind(table)
  let replaced = false
  table.query = async (pk, prefix, limit) => {
    if (!replaced) {
      replaced = true
      await writer.commit('p', 1, { kind: 'replace', bytes: filled(7, 2) })
    }
    return query(pk, prefix, limit)
  }
  await expect(reader.load('p')).rejects.toThrow('later')
  expect(await reader.load('p')).toEqual({ version: 2, chunks: [filled(7, 2)] })
})

test('other items are written in the same step, or not at all', async () => {
  const { open, table } = world()
  const store = open()
  const put = (sk: string) => ({ item: { pk: 'outbox', sk } })
  const change = { kind: 'replace', bytes: filled(5, 1) } as const
  expect(await store.commitWith('p', 0, change, { puts: [put('a')], attributes: { eventAt: 7 } })).toBe(true)
  expect(await open().commitWith('p', 0, change, { puts: [put('b')] })).toBe(false)
  expect(await store.commitWith('p', 1, change, { attributes: { position: '9' } })).toBe(true)
  expect((await table.query('outbox', '')).map(({ sk }) => sk)).toEqual(['a'])
  expect(await store.head('p')).toMatchObject({ version: 2, eventAt: 7, position: '9' })
})
