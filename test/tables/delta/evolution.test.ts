import type { DataType, Field } from '../../../pipeline'
import { MemoryObjectStore, TableError } from '../../../tables'
import { field } from '../arbitraries'
import { logEntry, metadataOf, openTable } from './open-table'

const text: DataType = { kind: 'string' }
const record = (...fields: readonly Field[]): DataType => ({ kind: 'record', fields })

async function reopened(first: readonly Field[], second: readonly Field[]): Promise<MemoryObjectStore> {
  const store = new MemoryObjectStore()
  await openTable(store, { fields: first })
  await openTable(store, { fields: second })
  return store
}

async function schemaOf(store: MemoryObjectStore, version: number): Promise<unknown> {
  const { fields } = JSON.parse((await metadataOf(store, version)).schemaString)
  return fields.map(({ name, type, nullable }: { name: string; type: unknown; nullable: boolean }) => [name, type, nullable])
}

describe('schema evolution', () => {
  test('adds columns as nullable, after those that are there', async () => {
    const store = await reopened([field('a', text, false)], [field('b', { kind: 'int64' }, false), field('a', text, false)])
    expect(await schemaOf(store, 1)).toEqual([
      ['a', 'string', false],
      ['b', 'long', true],
    ])
    expect((await logEntry(store, 1))[0]).toMatchObject({ commitInfo: { operation: 'ADD COLUMNS', isBlindAppend: false } })
  })

  test('keeps the table id and columns that are no longer written', async () => {
    const store = await reopened([field('a', text), field('b', text)], [field('c', text), field('b', text)])
    const idOf = async (version: number) => (await metadataOf(store, version)).id
    expect(await schemaOf(store, 1)).toEqual([
      ['a', 'string', true],
      ['b', 'string', true],
      ['c', 'string', true],
    ])
    expect(await idOf(1)).toBe(await idOf(0))
  })

  test('adds members of records, also in lists, and lets columns become optional', async () => {
    const list = (...fields: readonly Field[]): DataType => ({ kind: 'list', element: record(...fields), elementOptional: false })
    const store = await reopened(
      [field('r', record(field('x', text)), false), field('l', list(field('x', text)))],
      [field('r', record(field('x', text), field('y', text, false))), field('l', list(field('x', text), field('y', text)))],
    )
    const member = (name: string) => ({ name, type: 'string', nullable: true, metadata: {} })
    const struct = { type: 'struct', fields: [member('x'), member('y')] }
    expect(await schemaOf(store, 1)).toEqual([
      ['r', struct, true],
      ['l', { type: 'array', elementType: struct, containsNull: false }, true],
    ])
  })

  test('commits nothing where the table fits, also when it is wider', async () => {
    const store = await reopened([field('a', text), field('b', text)], [field('b', { kind: 'enum', values: ['x'] }, false)])
    expect(await store.list('_delta_log/')).toHaveLength(1)
  })

  test('refuses what does not fit, with every reason', async () => {
    const first = [
      field('a', text, false),
      field('b', { kind: 'int64' }),
      field('c', { kind: 'decimal', precision: 5, scale: 2 }),
      field('d', record(field('x', text))),
      field('Case', text),
    ]
    const second = [
      field('b', { kind: 'double' }),
      field('c', { kind: 'decimal', precision: 6, scale: 2 }),
      field('d', record(field('x', { kind: 'date' }))),
      field('case', text),
    ]
    const store = new MemoryObjectStore()
    await openTable(store, { fields: first })
    const error = await openTable(store, { fields: second, partitionBy: [{ column: 'case', unit: 'value' }] }).catch(caught => caught)
    expect(error).toBeInstanceOf(TableError)
    expect(error.reasons).toEqual([
      'the table is partitioned by [] and the definition by ["case"]; write to a new table',
      'column "a" is required in the table and missing in the definition; write it',
      'column "b" is long in the table and double in the definition; use a new name for a new type',
      'column "c" is decimal(5,2) in the table and decimal(6,2) in the definition; use a new name for a new type',
      'column "d.x" is string in the table and date in the definition; use a new name for a new type',
      'column "case" is "Case" in the table, and names may not differ in case alone; use "Case"',
    ])
    expect(await store.list('_delta_log/')).toHaveLength(1)
  })

  test('lets two writers add different columns at once', async () => {
    const store = new MemoryObjectStore()
    await openTable(store, { fields: [field('a', text)] })
    await Promise.all(['b', 'c'].map(name => openTable(store, { fields: [field('a', text), field(name, text)] })))
    expect((await schemaOf(store, 2)) as unknown[]).toHaveLength(3)
  })

  test('of another writer does not stop one whose columns still fit, and stops one whose do not', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store, { fields: [field('a', text)] })
    await openTable(store, { fields: [field('a', text), field('b', text)] })
    expect(await table.append([{ a: 'x' }])).toMatchObject({ status: 'committed', version: 2 })
    const entry = await metadataOf(store, 0)
    const metaData = { ...entry, schemaString: entry.schemaString.replaceAll('"string"', '"long"') }
    await store.create('_delta_log/00000000000000000003.json', new TextEncoder().encode(JSON.stringify({ metaData })))
    await expect(table.append([{ a: 'x' }])).rejects.toThrow('column "a" is long in the table and string in the definition')
    await expect(table.append([{ a: 'x' }])).rejects.toThrow('column "a" is long')
  })

  test('is refused where another writer left an invariant, which only it can check', async () => {
    const store = new MemoryObjectStore()
    const table = await openTable(store, { fields: [field('a', text)] })
    const entry = await metadataOf(store, 0)
    const metaData = { ...entry, schemaString: entry.schemaString.replace('"metadata":{}', '"metadata":{"delta.invariants":"{}"}') }
    await store.create('_delta_log/00000000000000000001.json', new TextEncoder().encode(JSON.stringify({ metaData })))
    await expect(table.append([{ a: 'x' }])).rejects.toThrow('column "a" has an invariant of another writer')
  })
})
