import {
  boolean,
  bytes,
  count,
  date,
  decimal,
  double,
  type EventSource,
  enumeration,
  int64,
  list,
  max,
  optional,
  pipeline,
  record,
  type SourceFormat,
  source,
  stream,
  string,
  sum,
  timestamp,
  tumbling,
} from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'
import { avroRecord } from '../formats/avro'
import { csvLine } from '../formats/csv'
import type { CaseRecord } from '../records'
import type { Member, Members } from './lines'
import { Random } from './random'
import { MIDNIGHT_MS, timesOf } from './times'

type Binary = Exclude<SourceFormat, 'json'>

const SCALARS = {
  at: timestamp('epoch-ms'),
  us: timestamp('epoch-us'),
  ns: optional(timestamp('epoch-ns')),
  sec: optional(timestamp('epoch-s')),
  iso: optional(timestamp('iso8601')),
  sql: optional(timestamp('sql')),
  s: string(),
  t: optional(string()),
  b: optional(boolean()),
  n: optional(int64()),
  d: optional(double()),
  p: optional(decimal(12, 3)),
  raw: optional(bytes()),
  day: optional(date()),
}
/** Types that every engine has. */
const COMMON = { at: SCALARS.at, s: SCALARS.s, b: SCALARS.b, n: SCALARS.n, d: SCALARS.d }
const ENUMS = { state: enumeration('on', 'off'), unit: optional(enumeration('°C', '°F')) }
const NESTED = {
  tags: list(optional(string())),
  place: optional(record({ city: string(), zip: optional(int64()), at: optional(list(timestamp('epoch-ms'))) })),
}

const FIRST: Members = {
  ...{ at: MIDNIGHT_MS, us: MIDNIGHT_MS * 1000, ns: null, sec: null, iso: null, sql: null, s: 'plain', t: null, b: null, n: null },
  ...{ d: null, p: null, raw: null, day: null, state: 'on', unit: null, tags: [], place: null },
}
/** Every type with values at its borders; a minute apart. */
const VALUES: readonly Members[] = [
  {},
  {
    us: -1,
    ns: -1,
    sec: -1,
    iso: '2023-11-14T00:00:00.9999Z',
    sql: '2023-11-14 00:00:00',
    s: '',
    t: '',
    b: true,
    n: 0,
    d: 0.5,
    p: '0.000',
  },
  { ns: 1_699_920_000_123_456_789n, sec: 253_402_300_799, iso: '2023-11-14T01:02:03+05:30', n: 9_223_372_036_854_775_807n, d: 1.5e300 },
  { us: -62_135_596_800_000_000n, sec: -62_135_596_800, n: -9_223_372_036_854_775_808n, d: -5e-324, p: '999999999.999', b: false },
  { s: 'a,b', t: ' x ', p: '-999999999.999', raw: 'AAH/', day: '0001-01-01', state: 'off', unit: '°F', tags: ['a', null, ''] },
  { s: '"quoted", "twice"', t: 'ä€😀', p: '-0.001', raw: '', day: '9999-12-31', unit: '°C', place: { city: 'Ulm', zip: null, at: [0] } },
  { s: 'null', t: 'NULL', n: -1, p: '1.280', day: '1969-12-31', tags: [null], place: { city: '', zip: 89073, at: null } },
].map((members, index) => ({ ...FIRST, at: MIDNIGHT_MS + 60_000 * index, ...members }))

function recordsOf(events: EventSource, all: readonly Members[]): readonly CaseRecord[] {
  const { definition } = events
  if (definition.format !== 'csv') return all.map(members => avroRecord(definition, members))
  return all.map(members => csvLine(definition.fields.map(({ wireName }) => cellOf(members[wireName] ?? null))))
}

function cellOf(member: Member): string | number | bigint | boolean | null {
  if (member === null || typeof member === 'string' || typeof member === 'number') return member
  if (typeof member === 'bigint' || typeof member === 'boolean') return member
  throw new TypeError('cells hold neither lists nor records')
}

const untyped = (events: { readonly definition: EventSource['definition'] }): EventSource => ({ definition: events.definition })

function typesCase(format: Binary): readonly ConformanceCase[] {
  const options = { format, eventTime: 'at', maxDelay: '1 minute' } as const
  const wide = format === 'csv' ? untyped(source('events', { ...options, schema: { ...SCALARS, ...ENUMS } })) : undefined
  const events = wide ?? untyped(source('events', { ...options, schema: { ...SCALARS, ...ENUMS, ...NESTED } }))
  const plain = untyped(source('events', { ...options, schema: SCALARS }))
  const common = untyped(source('events', { ...options, schema: COMMON }))
  const enums = untyped(source('events', { ...options, schema: { at: SCALARS.at, s: SCALARS.s, ...ENUMS } }))
  return [
    copyCase(`${format}/types`, events, recordsOf(events, VALUES)),
    copyCase(`${format}/scalars`, plain, recordsOf(plain, VALUES)),
    copyCase(`${format}/common`, common, recordsOf(common, VALUES)),
    copyCase(`${format}/enums`, enums, recordsOf(enums, VALUES)),
  ]
}

function copyCase(
  name: string,
  events: EventSource,
  records: readonly CaseRecord[],
  conditions: readonly Condition[] = [],
): ConformanceCase {
  const { definition } = pipeline('copy', events).output(all => all.into(stream('rows')))
  return { name: `formats/${name}`, definition, partitions: [records], conditions: ['negative-times', ...conditions] }
}

/** Decimals whose bytes are one more, or as many, as a machine's integers have. */
function wideDecimalsCase(): ConformanceCase {
  const schema = { at: SCALARS.at, whole: decimal(38, 0), small: decimal(38, 10) }
  const events = untyped(source('events', { format: 'avro', schema, eventTime: 'at', maxDelay: '1 minute' }))
  const positive = [
    0n,
    127n,
    128n,
    2n ** 63n - 1n,
    2n ** 63n,
    2n ** 64n - 1n,
    2n ** 64n,
    2n ** 96n,
    10n ** 38n - 2n ** 64n,
    10n ** 38n - 1n,
  ]
  const numbers = positive.flatMap(number => [number, -number - 1n, -number]).filter(number => number > -(10n ** 38n))
  const all = numbers.map((whole, index): Members => ({ at: MIDNIGHT_MS + index, whole: String(whole), small: withPoint(whole, 10) }))
  return copyCase('avro/wide-decimals', events, recordsOf(events, all))
}

function withPoint(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Windows over a log of several hundred events, some of them late. */
function windowCases(format: Binary): readonly ConformanceCase[] {
  const window = tumbling('10 seconds')
  const schema = { at: timestamp('epoch-ms'), key: string(), n: optional(int64()), p: optional(decimal(12, 3)) }
  const events = source('events', { format, schema, eventTime: 'at', maxDelay: '7 seconds' })
  const { definition } = pipeline('windows', events).output(all =>
    all
      .groupBy('key')
      .window(window)
      .aggregate({ events: count(), total: sum('n'), price: sum('p'), most: max('n') })
      .into(stream('rows')),
  )
  const random = new Random(17)
  const times = timesOf(200, random, { window, maxDelayMs: 7_000, disorder: 'late' })
  const all = times.map(
    (at): Members => ({
      at,
      key: random.of(['a', 'b,"c"', '']),
      n: random.of([null, 1, -5, 2 ** 40]),
      p: random.of([null, '0.001', '-12.500']),
    }),
  )
  return [{ name: `formats/${format}/tumbling-late`, definition, partitions: [recordsOf(untyped(events), all)], conditions: ['late'] }]
}

const SMALL = { at: timestamp('epoch-ms'), n: optional(int64()), t: optional(string()), b: optional(boolean()) }

/** What is no record, between two that are. */
function brokenCases(): readonly ConformanceCase[] {
  const csv = untyped(source('events', { schema: SMALL, format: 'csv', eventTime: 'at', maxDelay: '1 minute' }))
  const lines = ['1,"', 'x"y', '"x"y', '1,2', '1,2,3,4,5', '', ',1,x,', '"",1,x,']
  const cells = [
    '01,x,',
    '+1,x,',
    '1.5,x,',
    '1e400,x,',
    ' 1,x,',
    '"",x,',
    '1,x,TRUE',
    '1,x,1',
    '1,x,""',
    '1,x"y,true',
    '1,"x"y,true',
    '1,"x,true',
  ]
  const bad = [...lines, ...cells.map(rest => `${MIDNIGHT_MS},${rest}`)]
  const odd = ['1.0,x,', '1e3,"",', '-0,"a""b",true', '"7",NULL,"false"', ',,']
  const good = odd.map((rest, index) => `${MIDNIGHT_MS + index},${rest}`)
  const mixed = [...bad.flatMap((line, index) => [line, good[index % good.length]]), `\ufeff${MIDNIGHT_MS},5,mark,`]
  return [
    copyCase('csv/cells', csv, [...good, `"${MIDNIGHT_MS}",5,a,`]),
    copyCase('csv/broken', csv, mixed, ['bad-records']),
    ...(['avro', 'avro-confluent'] as const).map(format => {
      const events = untyped(source('events', { schema: SMALL, format, eventTime: 'at', maxDelay: '1 minute' }))
      const datum = (at: number): Uint8Array => avroRecord(events.definition, { at, n: 5, t: 'x', b: true })
      const whole = datum(MIDNIGHT_MS)
      const broken = [
        whole.slice(0, -1),
        Buffer.concat([whole, whole]),
        whole.slice(1),
        new Uint8Array(),
        new Uint8Array([0, 0, 0]),
        datum(MIDNIGHT_MS * 1000),
      ]
      return copyCase(
        `${format}/broken`,
        events,
        broken.flatMap((bytes, index) => [datum(MIDNIGHT_MS + index), bytes]),
        ['bad-records'],
      )
    }),
  ]
}

/** Records in other formats than JSON lines. */
export function formatCases(): readonly ConformanceCase[] {
  const formats: readonly Binary[] = ['avro', 'avro-confluent', 'csv']
  return [...formats.flatMap(format => [...typesCase(format), ...windowCases(format)]), wideDecimalsCase(), ...brokenCases()]
}
