import fc from 'fast-check'
import type { TablePartition } from '../../../pipeline'
import { MemoryObjectStore, TableError } from '../../../tables'
import { field } from '../arbitraries'
import { readParquet } from '../read-back'
import { metadataOf, openTable } from './open-table'

const FIELDS = [
  field('id', { kind: 'int64' }, false),
  field('at', { kind: 'timestamp', wire: 'iso8601' }),
  field('key', { kind: 'string' }, false),
  field('flag', { kind: 'boolean' }),
  field('date', { kind: 'date' }),
  field('real', { kind: 'double' }),
]
const AT = Date.UTC(2026, 1, 3, 4, 5, 6, 7)

async function filesOf(
  partitionBy: readonly TablePartition[],
  rows: readonly { readonly [column: string]: string | number | boolean | null }[],
) {
  const table = await openTable(new MemoryObjectStore(), { fields: FIELDS, partitionBy })
  await table.append(rows.map((row, id) => ({ id, key: 'k', ...row })))
  return table.files().map(({ key, partitionValues, rows: count }) => ({
    directory: key.slice(0, key.lastIndexOf('/') + 1),
    values: { ...partitionValues },
    rows: count,
  }))
}

describe('partitions', () => {
  test.each([
    ['day', { at_day: '2026-02-03' }, 'at_day=2026-02-03/'],
    ['hour', { at_hour: '2026-02-03T04' }, 'at_hour=2026-02-03T04/'],
    ['month', { at_month: '2026-02' }, 'at_month=2026-02/'],
    ['value', { at: '2026-02-03T04:05:06.007Z' }, 'at=2026-02-03T04%3A05%3A06.007Z/'],
  ] as const)('by %s of a time', async (unit, values, directory) => {
    expect(await filesOf([{ column: 'at', unit }], [{ at: AT }])).toEqual([{ directory, values, rows: 1 }])
  })

  test('count days and hours from below before 1970', async () => {
    expect(await filesOf([{ column: 'at', unit: 'hour' }], [{ at: -1 }])).toMatchObject([{ values: { at_hour: '1969-12-31T23' } }])
  })

  test('are columns of the schema, derived ones typed, and not in the files', async () => {
    const store = new MemoryObjectStore()
    const partitionBy = [
      { column: 'at', unit: 'day' },
      { column: 'key', unit: 'value' },
    ] as const
    const table = await openTable(store, { fields: FIELDS, partitionBy })
    await table.append([{ id: 1, at: AT, key: 'x' }])
    const metadata = await metadataOf(store, 0)
    expect(metadata.partitionColumns).toEqual(['at_day', 'key'])
    const { fields } = JSON.parse(metadata.schemaString)
    expect(fields).toContainEqual({ name: 'at_day', type: 'date', nullable: true, metadata: {} })
    const bytes = await store.get(table.files()[0]?.key ?? '')
    const rows = await readParquet([...FIELDS, field('at_day', { kind: 'date' })], bytes ?? new Uint8Array())
    expect(rows).toEqual([{ id: 1, at: AT, key: null, at_day: null, flag: null, date: null, real: null }])
  })

  test('are null for null, and for the empty string, as the protocol has it', async () => {
    const files = await filesOf(
      [
        { column: 'key', unit: 'value' },
        { column: 'date', unit: 'value' },
      ],
      [
        { key: '', date: null },
        { key: 'x', date: -1 },
      ],
    )
    expect(files).toEqual([
      { directory: 'key=__HIVE_DEFAULT_PARTITION__/date=__HIVE_DEFAULT_PARTITION__/', values: { key: null, date: null }, rows: 1 },
      { directory: 'key=x/date=1969-12-31/', values: { key: 'x', date: '1969-12-31' }, rows: 1 },
    ])
  })

  test('escape what a path cannot hold, and leave out what is too long for a name', async () => {
    const keys = ['a/b', '..', 'ü', 'a=b c', 'x'.repeat(300)]
    const files = await filesOf(
      [{ column: 'key', unit: 'value' }],
      keys.map(key => ({ key })),
    )
    expect(files.map(file => file.directory)).toEqual(['key=a%2Fb/', 'key=.%2E/', 'key=%C3%BC/', 'key=a%3Db%20c/', ''])
    expect(files.map(file => file.values['key'])).toEqual(keys)
  })

  test('keep each row, in order, in the partition of its value', async () => {
    const rowsArbitrary = fc.array(fc.record({ key: fc.string({ unit: 'binary', maxLength: 3 }), flag: fc.option(fc.boolean()) }), {
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async cases => {
        const store = new MemoryObjectStore()
        const table = await openTable(store, {
          fields: FIELDS,
          partitionBy: [
            { column: 'key', unit: 'value' },
            { column: 'flag', unit: 'value' },
          ],
        })
        await table.append(cases.map((row, id) => ({ id, ...row })))
        const seen: unknown[] = []
        for (const { key, partitionValues } of table.files()) {
          for (const { id } of await readParquet(FIELDS, (await store.get(key)) ?? new Uint8Array())) {
            const row = cases[Number(id)]
            expect(partitionValues).toEqual({ key: row?.key || null, flag: row?.flag === null ? null : String(row?.flag) })
            seen.push(id)
          }
        }
        expect(seen.sort((a, b) => Number(a) - Number(b))).toEqual(cases.map((_, id) => id))
      }),
      { numRuns: 20 * Number(process.env['STREAMBED_RUNS'] ?? 1) },
    )
  })

  test('and columns that make no table are refused, with every reason', async () => {
    const fields = [
      ...FIELDS,
      field('KEY', { kind: 'string' }),
      field('at_day', { kind: 'string' }),
      field('a b', { kind: 'string' }),
      field('r', { kind: 'record', fields: [] }),
    ]
    const partitionBy: readonly TablePartition[] = [
      { column: 'none', unit: 'value' },
      { column: 'real', unit: 'value' },
      { column: 'id', unit: 'day' },
      { column: 'at', unit: 'day' },
      { column: 'flag', unit: 'value' },
      { column: 'flag', unit: 'value' },
    ]
    const error = await openTable(new MemoryObjectStore(), { fields, partitionBy }).catch(caught => caught)
    expect(error).toBeInstanceOf(TableError)
    expect(error.reasons).toEqual([
      expect.stringContaining('partition column "none" is not a column; columns are "id", "at"'),
      'partition by value of "real": its type is double; allowed are string, enum, int64, boolean, date and timestamp',
      'partition by day of "id": its type is int64; allowed is timestamp',
      'column "KEY" exists twice (letter case does not count); rename one',
      expect.stringContaining('column "a b" has one of'),
      'column "r" is a record without fields, which parquet cannot hold; give it a field',
      'column "at_day" exists twice (letter case does not count); rename one',
      'partition column "flag" is given twice; give it once',
    ])
  })

  test('cannot be all columns', async () => {
    const options = { fields: [field('key', { kind: 'string' })], partitionBy: [{ column: 'key', unit: 'value' }] } as const
    await expect(openTable(new MemoryObjectStore(), options)).rejects.toThrow('every column is a partition column')
  })

  test('of a required column refuse null', async () => {
    const table = await openTable(new MemoryObjectStore(), { fields: FIELDS, partitionBy: [{ column: 'key', unit: 'value' }] })
    await expect(table.append([{ id: 1, key: null }])).rejects.toThrow('column "key" is required and got null')
  })
})
