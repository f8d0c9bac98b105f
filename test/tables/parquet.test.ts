import fc from 'fast-check'
import { parquetMetadata } from 'hyparquet'
import { encodeParquet } from '../../tables'
import { field, fieldsArbitrary, rowArbitrary } from './arbitraries'
import { canonicalRow } from './canonical'
import { readParquet } from './read-back'

const RUNS = 200 * Number(process.env['STREAMBED_RUNS'] ?? 1)

describe('encodeParquet', () => {
  test('gives back rows of any types', async () => {
    const table = fieldsArbitrary.chain(fields => fc.tuple(fc.constant(fields), fc.array(rowArbitrary(fields), { maxLength: 30 })))
    await fc.assert(
      fc.asyncProperty(table, async ([fields, rows]) => {
        const back = await readParquet(fields, encodeParquet(fields, rows))
        expect(back.map(row => canonicalRow(fields, row))).toEqual(rows.map(row => canonicalRow(fields, row)))
      }),
      { numRuns: RUNS },
    )
  })

  test('gives back several row groups and a dictionary', async () => {
    const fields = [field('i', { kind: 'int64' }, false), field('s', { kind: 'string' })]
    const rows = Array.from({ length: 120_000 }, (_, i) => ({ i, s: i % 7 === 0 ? null : `word ${i % 5}` }))
    const bytes = encodeParquet(fields, rows)
    expect(parquetMetadata(bytes.slice().buffer).row_groups.map(group => Number(group.num_rows))).toEqual([100_000, 20_000])
    expect(bytes.length).toBeLessThan(1_100_000)
    const back = await readParquet(fields, bytes)
    expect(back[119_999]).toEqual(rows[119_999])
    expect(back.filter(row => row['s'] === null)).toHaveLength(Math.ceil(120_000 / 7))
  })

  test('keeps zeros of both signs apart', async () => {
    const fields = [field('d', { kind: 'double' }), field('l', { kind: 'list', element: { kind: 'double' }, elementOptional: false })]
    const rows = [0, -0, 0, -0, 0].map(d => ({ d, l: [d, d] }))
    const back = await readParquet(fields, encodeParquet(fields, rows))
    expect(back.map(row => Object.is(row['d'], -0))).toEqual([false, true, false, true, false])
    expect(back).toEqual(rows)
  })

  test('stores decimals as the Delta protocol wants', () => {
    const decimal = (precision: number) => field(`p${precision}`, { kind: 'decimal', precision, scale: 1 })
    const { schema } = parquetMetadata(encodeParquet([9, 10, 18, 19, 38].map(decimal), []).slice().buffer)
    expect(schema.slice(1).map(({ type, type_length, precision, scale }) => ({ type, type_length, precision, scale }))).toEqual([
      { type: 'INT32', precision: 9, scale: 1 },
      { type: 'INT64', precision: 10, scale: 1 },
      { type: 'INT64', precision: 18, scale: 1 },
      { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 9, precision: 19, scale: 1 },
      { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, precision: 38, scale: 1 },
    ])
  })

  test('marks timestamps as microseconds in UTC', () => {
    const { schema } = parquetMetadata(encodeParquet([field('t', { kind: 'timestamp', wire: 'sql' })], []).slice().buffer)
    expect(schema[1]).toMatchObject({ type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } })
  })

  test.each([
    [
      field('a', { kind: 'int64' }),
      2n ** 63n,
      'column "a" got bigint 9223372036854775808; allowed is an integer from -9223372036854775808 to',
    ],
    [field('a', { kind: 'int64' }), 2 ** 53, 'column "a" got number 9007199254740992; allowed is an integer from'],
    [field('a', { kind: 'int64' }), 1.5, 'column "a" got number 1.5; allowed is an integer'],
    [field('a', { kind: 'decimal', precision: 3, scale: 1 }), 1000, 'column "a" got number 1000; allowed is an integer from -999 to 999'],
    [field('a', { kind: 'string' }), 1, 'column "a" got number 1; allowed is a string'],
    [field('a', { kind: 'boolean' }), 'true', 'column "a" got string true; allowed is a boolean'],
    [field('a', { kind: 'timestamp', wire: 'sql' }), 0.5, 'column "a" got number 0.5; allowed is an integer of epoch milliseconds'],
    [field('a', { kind: 'date' }), 2 ** 31, 'column "a" got number 2147483648; allowed is an integer of days since 1970-01-01'],
    [field('a', { kind: 'bytes' }), 'x', 'column "a" got string x; allowed is a Uint8Array'],
    [field('a', { kind: 'double' }), 1n, 'column "a" got bigint 1; allowed is a number'],
    [field('a', { kind: 'string' }, false), null, 'column "a" is required and got null; give a value or declare it optional'],
    [field('a', { kind: 'list', element: { kind: 'string' }, elementOptional: false }), [null], 'column "a[]" is required and got null'],
    [field('a', { kind: 'record', fields: [field('b', { kind: 'string' })] }), { b: 1 }, 'column "a.b" got number 1; allowed is a string'],
    [field('a', { kind: 'record', fields: [] }), [], 'column "a" got an array; allowed is an object'],
  ])('refuses a value that is not of its type: %#', (column, value, message) => {
    expect(() => encodeParquet([column], [{ a: value }])).toThrow(message)
  })

  test('refuses a file without columns', () => {
    expect(() => encodeParquet([], [{}])).toThrow('a parquet file needs a column')
  })
})
