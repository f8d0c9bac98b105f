import fc from 'fast-check'
import type { DataType, Value } from '../../../pipeline'
import { MemoryObjectStore } from '../../../tables'
import { field, valueArbitrary } from '../arbitraries'
import { openTable } from './open-table'

async function statisticsOf(type: DataType, values: readonly Value[]): Promise<string> {
  const table = await openTable(new MemoryObjectStore(), { fields: [field('c', type)] })
  await table.append(values.map(c => ({ c })))
  return table.files()[0]?.statistics ?? ''
}

async function boundsOf(type: DataType, values: readonly Value[]): Promise<{ minimum: unknown; maximum: unknown; nulls: unknown }> {
  const { minValues, maxValues, nullCount } = JSON.parse(await statisticsOf(type, values))
  return { minimum: minValues.c, maximum: maxValues.c, nulls: nullCount.c }
}

describe('file statistics', () => {
  test.each<[string, DataType, readonly Value[], string, string]>([
    ['int64', { kind: 'int64' }, [5, -(2n ** 63n), 2n ** 63n - 1n], '-9223372036854775808', '9223372036854775807'],
    ['decimal', { kind: 'decimal', precision: 20, scale: 3 }, [-5, 12345678901234567890n], '-0.005', '12345678901234567.890'],
    ['decimal without scale', { kind: 'decimal', precision: 2, scale: 0 }, [-5, 99], '-5', '99'],
    ['double', { kind: 'double' }, [1.5, -1e300], '-1e+300', '1.5'],
    ['double, zeros', { kind: 'double' }, [0], '-0.0', '0.0'],
    ['boolean', { kind: 'boolean' }, [true, false], 'false', 'true'],
    ['date', { kind: 'date' }, [-1, 20_000], '"1969-12-31"', '"2024-10-04"'],
    ['timestamp', { kind: 'timestamp', wire: 'epoch-ns' }, [-1, 1], '"1969-12-31T23:59:59.999Z"', '"1970-01-01T00:00:00.001Z"'],
    ['string by code points', { kind: 'string' }, ['\u{10000}', '\u{ffff}'], '"\u{ffff}"', '"\u{10000}"'],
    ['long string', { kind: 'string' }, ['a'.repeat(40)], `"${'a'.repeat(32)}"`, `"${'a'.repeat(31)}b"`],
    [
      'long string that ends in the last code point',
      { kind: 'string' },
      [`a${'\u{10ffff}'.repeat(40)}`],
      `"a${'\u{10ffff}'.repeat(31)}"`,
      '"b"',
    ],
    [
      'long string before the surrogates',
      { kind: 'string' },
      ['\ud7ff'.repeat(33)],
      `"${'\ud7ff'.repeat(32)}"`,
      `"${'\ud7ff'.repeat(31)}\ue000"`,
    ],
  ])('of %s', async (_, type, values, minimum, maximum) => {
    const text = await statisticsOf(type, [...values, null])
    expect(text).toBe(`{"numRecords":${values.length + 1},"minValues":{"c":${minimum}},"maxValues":{"c":${maximum}},"nullCount":{"c":1}}`)
  })

  test.each<[string, DataType, readonly Value[]]>([
    ['a NaN', { kind: 'double' }, [1, Number.NaN, 2]],
    ['bytes', { kind: 'bytes' }, [Uint8Array.of(1)]],
    ['lists', { kind: 'list', element: { kind: 'int64' }, elementOptional: true }, [[1], []]],
    ['nulls alone', { kind: 'int64' }, [null]],
    ['a date beyond the calendar', { kind: 'date' }, [2 ** 31 - 1]],
  ])('give no bounds for %s', async (_, type, values) => {
    expect(await boundsOf(type, values)).toMatchObject({ minimum: undefined, maximum: undefined, nulls: values[0] === null ? 1 : 0 })
  })

  test('give no bound that is infinite', async () => {
    expect(await boundsOf({ kind: 'double' }, [Number.POSITIVE_INFINITY, 1])).toMatchObject({ minimum: 1, maximum: undefined })
  })

  test('give no upper bound where there is none', async () => {
    expect(await boundsOf({ kind: 'string' }, ['\u{10ffff}'.repeat(33)])).toMatchObject({
      minimum: '\u{10ffff}'.repeat(32),
      maximum: undefined,
    })
  })

  test('follow the members of records', async () => {
    const type: DataType = { kind: 'record', fields: [field('a', { kind: 'int64' }), field('b', { kind: 'bytes' })] }
    const text = await statisticsOf(type, [{ a: 1, b: null }, { a: null, b: null }, null])
    expect(JSON.parse(text)).toEqual({
      numRecords: 3,
      minValues: { c: { a: 1 } },
      maxValues: { c: { a: 1 } },
      nullCount: { c: { a: 2, b: 3 } },
    })
  })

  test('bound every string, in the order of its bytes', async () => {
    const strings = fc.array(valueArbitrary({ kind: 'string' }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(strings, async values => {
        const { minimum, maximum } = await boundsOf({ kind: 'string' }, values)
        for (const value of values) {
          const bytes = Buffer.from(String(value))
          expect(Buffer.compare(Buffer.from(String(minimum)), bytes)).toBeLessThanOrEqual(0)
          if (maximum !== undefined) expect(Buffer.compare(Buffer.from(String(maximum)), bytes)).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 100 * Number(process.env['STREAMBED_RUNS'] ?? 1) },
    )
  })

  test('say times as the calendar does', async () => {
    await fc.assert(
      fc.asyncProperty(valueArbitrary({ kind: 'timestamp', wire: 'sql' }), async time => {
        const { minimum, maximum } = await boundsOf({ kind: 'timestamp', wire: 'sql' }, [time])
        expect([minimum, maximum]).toEqual([new Date(Number(time)).toISOString(), new Date(Number(time)).toISOString()])
      }),
      { numRuns: 100 },
    )
  })
})
