import {
  avg,
  boolean,
  bytes,
  count,
  countDistinct,
  date,
  decimal,
  double,
  type EventSource,
  enumeration,
  type FieldType,
  first,
  int64,
  type KeyType,
  last,
  list,
  max,
  min,
  type Nullness,
  optional,
  pipeline,
  record,
  type ScalarType,
  type ShapeOf,
  source,
  stream,
  string,
  sum,
  timestamp,
  topK,
  tumbling,
} from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'
import { line, type Member, Verbatim } from './lines'
import { Random } from './random'
import { MIDNIGHT_MS } from './times'

const BASE = { at: timestamp('epoch-ms'), key: string() }
const TIMES = { eventTime: 'at', maxDelay: '1 minute' } as const
const WINDOW = tumbling('1 minute')
const number = (json: string): Member => new Verbatim(json)

const integers = source('integers', { schema: { ...BASE, x: optional(int64()) }, ...TIMES })
const doubles = source('doubles', { schema: { ...BASE, x: optional(double()) }, ...TIMES })
const decimals = source('decimals', { schema: { ...BASE, x: optional(decimal(20, 4)) }, ...TIMES })
const widest = source('widest', { schema: { ...BASE, x: optional(decimal(38, 2)) }, ...TIMES })
const texts = source('texts', { schema: { ...BASE, x: optional(string()) }, ...TIMES })
const enums = source('enums', { schema: { ...BASE, x: optional(enumeration('red', 'green', 'blue')) }, ...TIMES })
const times = source('times', { schema: { ...BASE, x: optional(timestamp('epoch-ms')) }, ...TIMES })
const days = source('days', { schema: { ...BASE, x: optional(date()) }, ...TIMES })
const truths = source('truths', { schema: { ...BASE, x: optional(boolean()) }, ...TIMES })
const raws = source('raws', { schema: { ...BASE, x: optional(bytes()) }, ...TIMES })
const nested = source('nested', {
  schema: { ...BASE, x: optional(list(optional(string()))), y: optional(record({ a: optional(int64()), b: string() })) },
  ...TIMES,
})

/** Values of a few keys in a few windows; of every fifth key all are null. */
function log(seed: number, values: readonly Member[], nulls = 20): readonly string[] {
  const random = new Random(seed)
  return Array.from({ length: 120 }, (_, index) => {
    const key = random.of(['a', 'b', 'c', 'd', 'null'])
    return line({ at: MIDNIGHT_MS + index * 1_500, key, x: key === 'null' ? null : random.orNull(nulls, values) })
  })
}

const BIG = 2n ** 53n
const INT_VALUES = [BIG, BIG + 1n, -BIG - 1n, BIG * 4n + 3n, -(BIG * 8n) - 5n, 1, 0, -1, 3]
const DECIMAL_VALUES = ['0.0001', '-0.0001', '1.5000', '9999999999999999.9999', '-9999999999999999.9999', '0.1', '0.2', '-2.5'].map(number)
const WIDE_VALUES = ['0.01', '123456789012345678901234567890.12', '-123456789012345678901234567890.13', '5', '-0.99'].map(number)
const DYADIC = [0, 0.5, -0.25, 1.75, 1024.125, -3, 1e6]
const LOSSY = [0.1, 0.2, 0.3, 1e15, -1e15, 1e-7, 123456.789]
const TEXTS = ['', 'a', 'A', 'é', 'e\u0301', 'Z', 'z', ' a', '\uffff', '\u{10000}', '\u{1f600}', 'aa', '10', '9', '日本', '"', "'", '\\']

interface Made {
  readonly name: string
  readonly conditions?: readonly Condition[]
  readonly definition: ConformanceCase['definition']
  readonly log: readonly string[]
}

function numbers(): readonly Made[] {
  const ofIntegers = pipeline('big-integers', integers).output(events =>
    events
      .groupBy('key')
      .window(WINDOW)
      .aggregate({ total: sum('x'), mean: avg('x'), least: min('x'), most: max('x'), values: count('x') })
      .into(stream('rows')),
  )
  const ofDoubles = (name: string) =>
    pipeline(name, doubles).output(events =>
      events
        .groupBy('key')
        .window(WINDOW)
        .aggregate({ total: sum('x'), mean: avg('x'), least: min('x'), most: max('x') })
        .into(stream('rows')),
    )
  const ofDecimals = pipeline('decimals', decimals).output(events =>
    events
      .groupBy('key')
      .window(WINDOW)
      .aggregate({ total: sum('x'), least: min('x'), most: max('x') })
      .into(stream('rows')),
  )
  return [
    { name: 'int64-big', definition: ofIntegers.definition, log: log(1, INT_VALUES) },
    {
      name: 'int64-overflow',
      conditions: ['overflow'],
      definition: ofIntegers.definition,
      log: log(2, [2n ** 62n, 2n ** 62n, 2n ** 61n, -(2n ** 63n), 1], 5),
    },
    { name: 'int64-sum-at-the-ends', definition: ofIntegers.definition, log: ends() },
    { name: 'double-exact-sums', definition: ofDoubles('exact-sums').definition, log: log(3, DYADIC) },
    { name: 'double-lossy-sums', conditions: ['double-sums'], definition: ofDoubles('lossy-sums').definition, log: log(4, LOSSY) },
    { name: 'decimal-sum-min-max', definition: ofDecimals.definition, log: log(5, DECIMAL_VALUES) },
    {
      name: 'decimal-avg',
      definition: pipeline('decimal-means', decimals).output(events =>
        events
          .groupBy('key')
          .window(WINDOW)
          .aggregate({ mean: avg('x') })
          .into(stream('rows')),
      ).definition,
      log: log(5, DECIMAL_VALUES),
    },
    {
      name: 'decimal-38-digits',
      definition: pipeline('widest', widest).output(events =>
        events
          .groupBy('key')
          .window(WINDOW)
          .aggregate({ total: sum('x'), least: min('x'), most: max('x') })
          .into(stream('rows')),
      ).definition,
      log: log(6, WIDE_VALUES),
    },
  ]
}

/** Sums that are just within int64 at the end, though not on the way. */
function ends(): readonly string[] {
  const most = 2n ** 63n - 1n
  const sums: readonly (readonly bigint[])[] = [
    [most],
    [-most - 1n],
    [most, 1n, -1n],
    [most, most, -most],
    [-most, -1n],
    [2n ** 62n, 2n ** 62n - 1n],
  ]
  return sums.flatMap((values, window) =>
    values.map((x, index) => line({ at: MIDNIGHT_MS + window * 60_000 + index, key: `sum${window}`, x })),
  )
}

function others(): readonly Made[] {
  const textOutputs = pipeline('texts', texts).output(events =>
    events
      .groupBy('key')
      .window(WINDOW)
      .aggregate({ least: min('x'), most: max('x'), values: count('x') })
      .into(stream('rows')),
  )
  const keyed = pipeline('text-keys', texts).output(events =>
    events
      .where(event => event.x.isNotNull())
      .groupBy('x')
      .window(WINDOW)
      .aggregate({ events: count() })
      .into(stream('rows')),
  )
  const ofEnums = pipeline('enums', enums).output(events =>
    events
      .groupBy('key')
      .window(WINDOW)
      .aggregate({ least: min('x'), most: max('x'), values: count('x') })
      .into(stream('rows')),
  )
  const ofTimes = pipeline('times', times).output(events =>
    events
      .groupBy('key')
      .window(WINDOW)
      .aggregate({ least: min('x'), most: max('x') })
      .into(stream('rows')),
  )
  const ofDays = pipeline('days', days).output(events =>
    events
      .groupBy('key')
      .window(WINDOW)
      .aggregate({ least: min('x'), most: max('x') })
      .into(stream('rows')),
  )
  const moments = [0, -1, 1_709_208_896_789, -62_135_596_800_000, 253_402_300_799_999, 999]
  const dates = ['1970-01-01', '1969-12-31', '2024-02-29', '0001-01-01', '9999-12-31']
  return [
    { name: 'string-min-max', definition: textOutputs.definition, log: log(7, TEXTS) },
    { name: 'string-keys', definition: keyed.definition, log: log(8, TEXTS) },
    { name: 'enum-min-max', definition: ofEnums.definition, log: log(9, ['red', 'green', 'blue']) },
    { name: 'timestamp-min-max', definition: ofTimes.definition, log: log(10, moments) },
    { name: 'date-min-max', definition: ofDays.definition, log: log(11, dates) },
  ]
}

type ScalarSource = EventSource<ShapeOf<typeof BASE & { readonly x: FieldType<ScalarType, Nullness> }>>
const SCALARS = { int64: integers, double: doubles, decimal: decimals, string: texts, timestamp: times, boolean: truths, bytes: raws }

/** Exact counts of different values, and first and last, of every type. */
function perType(): readonly Made[] {
  const values: Readonly<Record<keyof typeof SCALARS, readonly Member[]>> = {
    int64: INT_VALUES,
    double: [...DYADIC, ...LOSSY],
    decimal: DECIMAL_VALUES,
    string: TEXTS,
    timestamp: [0, 1, -1, 86_400_000],
    boolean: [true, false],
    bytes: ['', 'AA==', '/w==', 'AP8=', 'YWI='],
  }
  const names = ['int64', 'double', 'decimal', 'string', 'timestamp', 'boolean', 'bytes'] as const
  return names.flatMap((type, index): readonly Made[] => {
    const events: ScalarSource = SCALARS[type]
    const distinct = pipeline(`distinct-${type}`, events).output(all =>
      all
        .groupBy('key')
        .window(WINDOW)
        .aggregate({ different: countDistinct('x') })
        .into(stream('rows')),
    )
    const ends = pipeline(`first-${type}`, events).output(all =>
      all
        .groupBy('key')
        .window(WINDOW)
        .aggregate({ earliest: first('x'), latest: last('x'), kept: last('x', { keepNulls: true }) })
        .into(stream('rows')),
    )
    const records = log(20 + index, values[type])
    return [
      { name: `${type}-count-distinct`, definition: distinct.definition, log: records },
      { name: `${type}-first-last`, definition: ends.definition, log: records },
    ]
  })
}

/** The most frequent values of types that lists of engines write in other ways than columns. */
function frequent(): readonly Made[] {
  const inputs = { boolean: truths, decimal: decimals, timestamp: times, date: days, enum: enums } as const
  const values: Readonly<Record<keyof typeof inputs, readonly Member[]>> = {
    boolean: [true, true, false],
    decimal: ['0.0001', '-0.0001', '1.5000', '1.5000', '12345.6789', '-2.5'].map(number),
    timestamp: [0, -1, -1, 1_709_208_896_789, -62_135_596_800_000],
    date: ['1970-01-01', '1969-12-31', '2024-02-29', '2024-02-29', '9999-12-31'],
    enum: ['red', 'red', 'green', 'blue'],
  }
  const names = ['boolean', 'decimal', 'timestamp', 'date', 'enum'] as const
  return names.map((type, index): Made => {
    const events: EventSource<ShapeOf<typeof BASE & { readonly x: FieldType<KeyType, Nullness> }>> = inputs[type]
    const { definition } = pipeline(`frequent-${type}`, events).output(all =>
      all
        .groupBy('key')
        .window(WINDOW)
        .aggregate({ frequent: topK('x', 3) })
        .into(stream('rows')),
    )
    return { name: `top-k-${type}`, conditions: ['approximate'], definition, log: log(50 + index, values[type]) }
  })
}

function lists(): Made {
  const definition = pipeline('nested', nested).output(events =>
    events
      .groupBy('key')
      .window(WINDOW)
      .aggregate({ lists: count('x'), earliest: first('x'), latest: last('y') })
      .into(stream('rows')),
  ).definition
  const random = new Random(40)
  const made = Array.from({ length: 60 }, (_, index) =>
    line({
      at: MIDNIGHT_MS + index * 1_500,
      key: random.of(['a', 'b']),
      x: random.orNull(20, [[], ['a'], [null, 'b'], ['"', ',', ']']]),
      y: random.orNull(20, [{ a: 1, b: '' }, { a: null, b: 'x' }, { b: '}' }]),
    }),
  )
  return { name: 'list-first-last', definition, log: made }
}

/** Aggregates of every type of values. */
export function valueCases(): readonly ConformanceCase[] {
  return [...numbers(), ...others(), ...perType(), ...frequent(), lists()].map(({ name, definition, log: records, conditions = [] }) => ({
    name: `values/${name}`,
    definition,
    partitions: [records],
    conditions,
  }))
}
