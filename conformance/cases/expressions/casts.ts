import { boolean, bytes, date, decimal, double, enumeration, int64, optional, source, string, timestamp } from '../../../pipeline'
import type { ConformanceCase } from '../../case'
import { type Member, type Members, Verbatim } from '../lines'
import { BASE, expressionCases, TIMES } from './table'

const number = (json: string): Member => new Verbatim(json)
const LONG = 'x'.repeat(100)

/** Texts for each type, and texts that aren't of it. */
const TEXTS = {
  integer: ['0', '-0', '+7', '007', '-12', '9223372036854775807', '-9223372036854775808'],
  noInteger: ['', ' 1', '1.0', '1e3', '9223372036854775808', 'x', '٣'],
  number: ['0', '-0.5', '1e3', '1.5E-3', '123456789.125', '-1e300', '5e-324'],
  noNumber: ['', '.5', '5.', '+1', '1e309', 'NaN', 'Infinity'],
  decimal: ['0', '1.005', '-1.005', '1.004999', '99999999.994', '1e2', '-0.001'],
  noDecimal: ['', '99999999.995', '1e9', 'x', '1,5', '.5', '0x10'],
  truth: ['true', 'false', 'true', 'false', 'true', 'false', 'true'],
  noTruth: ['TRUE', '1', 't', '', ' true', 'yes', 'False'],
  time: [
    '1970-01-01T00:00:00Z',
    '2024-02-29T12:34:56.7899Z',
    '2024-02-29T12:34:56+05:30',
    '1969-12-31T23:59:59.9999Z',
    '2024-12-31T23:59:59-11:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ],
  noTime: ['', '2023-02-29T00:00:00Z', '2024-01-01', '2024-01-01 00:00:00Z', '2024-13-01T00:00:00Z', 'now', '2024-01-01T00:60:00Z'],
  day: ['1970-01-01', '2024-02-29', '0001-01-01', '9999-12-31', '1900-02-28', '2000-12-31', '1582-10-10'],
  noDay: ['', '2023-02-29', '2024-1-1', '20240101', '2024-01-01T00:00:00Z', '0000-01-01', '2024-04-31'],
  color: ['red', 'dark-blue', 'é', 'red', 'dark-blue', 'é', 'red'],
  noColor: ['Red', 'blue', ' red', 'red ', 'x', 'dark', ''],
} satisfies Readonly<Record<string, readonly string[]>>

const fromText = source('texts', {
  schema: {
    ...BASE,
    integer: optional(string()),
    number: optional(string()),
    decimal: optional(string()),
    truth: optional(string()),
    time: optional(string()),
    day: optional(string()),
    color: optional(string()),
    any: optional(string()),
  },
  ...TIMES,
})

const textRecords: readonly Members[] = Array.from({ length: 7 }, (_, index) => ({
  integer: TEXTS.integer[index],
  number: TEXTS.number[index],
  decimal: TEXTS.decimal[index],
  truth: TEXTS.truth[index],
  time: TEXTS.time[index],
  day: TEXTS.day[index],
  color: TEXTS.color[index],
  any: ['', 'a', 'é', '日本', '\u{1f600}', 'a b', LONG][index],
}))
/** One wrong text each, the others null. */
const wrongRecords: readonly Members[] = Array.from({ length: 7 }, (_, index) => [
  { integer: TEXTS.noInteger[index] },
  { number: TEXTS.noNumber[index] },
  { decimal: TEXTS.noDecimal[index] },
  { truth: TEXTS.noTruth[index] },
  { time: TEXTS.noTime[index] },
  { day: TEXTS.noDay[index] },
  { color: TEXTS.noColor[index] },
]).flat()

const color = enumeration('red', 'dark-blue', 'é')

const fromNumbers = source('numbers', {
  schema: { ...BASE, n: optional(int64()), d: optional(double()), b: optional(boolean()) },
  ...TIMES,
})
const fromExact = source('exact', { schema: { ...BASE, p: optional(decimal(20, 3)), e: optional(color) }, ...TIMES })
const fromTimes = source('times', { schema: { ...BASE, t: optional(timestamp()), day: optional(date()) }, ...TIMES })
const fromBytes = source('bytes', { schema: { ...BASE, raw: optional(bytes()) }, ...TIMES })

const INTEGERS = [
  null,
  0,
  1,
  -1,
  99_999_999,
  2 ** 31,
  2n ** 53n + 1n,
  -(2n ** 53n) - 3n,
  253_402_300_799_999,
  253_402_300_800_000,
  2n ** 63n - 1n,
  -(2n ** 63n),
]
const DOUBLES = [null, 0, 0.5, -0.5, 1.005, -1.005, 1e7, 99_999_999.994, 2 ** 53, 1e15, number('1e19'), number('-1e300')]
const DECIMALS = [
  '0.000',
  '0.005',
  '-0.005',
  '0.015',
  '1.994',
  '-1.995',
  '99999999.994',
  '99999999.995',
  '9007199254740993.000',
  '99999999999999999.999',
  '-0.001',
]

/** Every cast, with what it takes and what it doesn't. */
export function castCases(): readonly ConformanceCase[] {
  return [
    ...expressionCases({
      topic: 'casts/string-',
      source: fromText,
      records: [{}, ...textRecords, ...wrongRecords],
      outputs: {
        int64: ({ integer }) => ({ to: integer.cast(int64()) }),
        double: ({ number: text }) => ({ to: text.cast(double()) }),
        decimal: ({ decimal: text }) => ({ to: text.cast(decimal(10, 2)) }),
        boolean: ({ truth }) => ({ to: truth.cast(boolean()) }),
        timestamp: ({ time }) => ({ to: time.cast(timestamp()) }),
        date: ({ day }) => ({ to: day.cast(date()) }),
        enum: event => ({ to: event.color.cast(color) }),
        bytes: ({ any }) => ({ to: any.cast(bytes()) }),
      },
    }),
    ...expressionCases({
      topic: 'casts/',
      source: fromNumbers,
      records: INTEGERS.map((n, index) => ({ n, d: DOUBLES[index], b: [null, true, false][index % 3] })),
      outputs: {
        'int64-double': ({ n }) => ({ to: n.cast(double()) }),
        'int64-decimal': ({ n }) => ({ to: n.cast(decimal(12, 2)), wide: n.cast(decimal(19)) }),
        'int64-string': ({ n }) => ({ to: n.cast(string()) }),
        'int64-timestamp': ({ n }) => ({ to: n.cast(timestamp()) }),
        'double-int64': ({ d }) => ({ to: d.cast(int64()) }),
        'double-decimal': ({ d }) => ({ to: d.cast(decimal(10, 2)) }),
        'boolean-string': ({ b }) => ({ to: b.cast(string()) }),
        'boolean-int64': ({ b }) => ({ to: b.cast(int64()) }),
      },
    }),
    ...expressionCases({
      topic: 'casts/',
      source: fromExact,
      records: [null, ...DECIMALS].map((text, index) => ({
        p: text === null ? null : number(text),
        e: [null, 'red', 'é', 'dark-blue'][index % 4],
      })),
      outputs: {
        'decimal-decimal': ({ p }) => ({ to: p.cast(decimal(10, 2)), whole: p.cast(decimal(20, 0)), wide: p.cast(decimal(30, 10)) }),
        'decimal-int64': ({ p }) => ({ to: p.cast(int64()) }),
        'decimal-double': ({ p }) => ({ to: p.cast(double()) }),
        'decimal-string': ({ p }) => ({ to: p.cast(string()) }),
        'enum-string': ({ e }) => ({ to: e.cast(string()) }),
        'enum-enum': ({ e }) => ({ to: e.cast(enumeration('é', 'red')) }),
      },
    }),
    ...expressionCases({
      topic: 'casts/',
      source: fromTimes,
      records: [{}, ...TEXTS.time.map((t, index) => ({ t, day: TEXTS.day[index] }))],
      outputs: {
        'timestamp-int64': ({ t }) => ({ to: t.cast(int64()) }),
        'timestamp-string': ({ t }) => ({ to: t.cast(string()) }),
        'timestamp-date': ({ t }) => ({ to: t.cast(date()) }),
        'date-timestamp': ({ day }) => ({ to: day.cast(timestamp()) }),
        'date-string': ({ day }) => ({ to: day.cast(string()) }),
      },
    }),
    ...expressionCases({
      topic: 'casts/bytes-',
      source: fromBytes,
      records: [null, '', 'YQ==', 'w6k=', '8J+YgA==', '/w==', 'wyg=', 'AA=='].map(raw => ({ raw })),
      outputs: { string: ({ raw }) => ({ to: raw.cast(string()) }) },
    }),
  ]
}
