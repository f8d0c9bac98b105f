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
  optional,
  pipeline,
  record,
  type Shape,
  source,
  stream,
  string,
  type TimestampWire,
  timestamp,
  tumbling,
} from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'
import { MIDNIGHT_MS } from './times'

const at = (index: number): string => `"at":${MIDNIGHT_MS + index * 1_000}`

/** The events as they are read, and how many there are: a bad record gives no row, and stops nothing. */
function caseOf(
  name: string,
  events: EventSource,
  records: readonly string[],
  conditions: readonly Condition[] = [],
): readonly ConformanceCase[] {
  const rows = pipeline('records', events).output(all => all.into(stream('rows')))
  return [{ name: `records/${name}`, definition: rows.definition, partitions: [records], conditions }]
}

const untyped = <S extends Shape>(events: EventSource<S>): EventSource => ({ definition: events.definition })

const EVERYTHING = source('everything', {
  schema: {
    at: timestamp('epoch-ms'),
    s: string(),
    n: optional(int64()),
    d: optional(double()),
    p: optional(decimal(10, 2)),
    b: optional(boolean()),
    e: optional(enumeration('red', 'blue')),
    day: optional(date()),
    raw: optional(bytes()),
    tags: optional(list(string())),
    place: optional(record({ city: string(), zip: optional(int64()) })),
  },
  eventTime: 'at',
  maxDelay: '1 minute',
})

const GOOD: Readonly<Record<string, readonly string[]>> = {
  members: [
    '"s":"a"',
    '"s":"all","n":1,"d":0.5,"p":1.5,"b":true,"e":"red","day":"2024-02-29","raw":"AP8=","tags":["x"],"place":{"city":"c","zip":5}',
    '"s":"nulls","n":null,"d":null,"p":null,"b":null,"e":null,"day":null,"raw":null,"tags":null,"place":null',
    '"place":{"zip":1,"city":"c"},"tags":[],"n":2,"s":"turned"',
    '"s":"unknown","more":1,"deep":{"a":[1,{"b":null}]},"list":["x",2]',
    '"s":"missing member of a record","place":{"city":"c"}',
  ],
  texts: [
    '"s":"\\u0061\\u00e9\\ud83d\\ude00"',
    '"s":"\\"\\\\\\/\\b\\f\\n\\r\\t"',
    '"s":"é日本\u{1f600}"',
    '"s":""',
    '"s":"{\\"not\\":\\"json\\"}"',
    '"s":"a,b;c|d\\te"',
    '"s":"null"',
    '"s":"\\u2028\\u00a0"',
  ],
  numbers: [
    '"s":"x","n":9223372036854775807',
    '"s":"x","n":-9223372036854775808',
    '"s":"x","n":9007199254740993',
    '"s":"x","n":-0',
    '"s":"x","d":-0.0',
    '"s":"x","d":5',
    '"s":"x","d":1e-7',
    '"s":"x","d":1.7976931348623157e308',
    '"s":"x","d":5e-324',
    '"s":"x","d":0.30000000000000004',
    '"s":"x","d":9007199254740993',
    '"s":"x","p":12345678.90',
    '"s":"x","p":-0.01',
    '"s":"x","p":7',
  ],
  'numbers-in-other-forms': [
    '"s":"x","n":1.0',
    '"s":"x","n":1e3',
    '"s":"x","n":12.50e1',
    '"s":"x","p":1.5e1',
    '"s":"x","p":1.500',
    '"s":"x","d":1E+2',
  ],
  'decimals-as-texts': ['"s":"x","p":"1.50"', '"s":"x","p":"-7"', '"s":"x","p":"99999999.99"'],
  spaces: [' "s" : "a" , "n" :\t1 ', '"s":"a","tags":[ "x" , "y" ]'],
}

/** One kind of bad record each, between good ones. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  malformed: ['{', '{"s":"x"', 'not json', '{"s":"x",}', "{'s':'x'}", `{${at(3)},"s":"x"}}`, '[]', '"s"', 'null'],
  'missing-required': [`{${at(3)}}`, `{${at(3)},"s":null}`, `{${at(3)},"s":"x","place":{"zip":1}}`],
  'wrong-type-of-text': [`{${at(3)},"s":5}`, `{${at(3)},"s":{}}`, `{${at(3)},"s":true}`],
  'wrong-type-of-number': [
    `{${at(3)},"s":"x","n":"5"}`,
    `{${at(3)},"s":"x","n":1.5}`,
    `{${at(3)},"s":"x","n":true}`,
    `{${at(3)},"s":"x","d":"0.5"}`,
  ],
  'wrong-type-of-others': [
    `{${at(3)},"s":"x","b":"true"}`,
    `{${at(3)},"s":"x","tags":"x"}`,
    `{${at(3)},"s":"x","tags":[5]}`,
    `{${at(3)},"s":"x","place":[]}`,
  ],
  'out-of-range': [
    `{${at(3)},"s":"x","n":9223372036854775808}`,
    `{${at(3)},"s":"x","d":1e309}`,
    `{${at(3)},"s":"x","p":123456789}`,
    `{${at(3)},"s":"x","p":0.001}`,
  ],
  'unknown-value': [`{${at(3)},"s":"x","e":"green"}`, `{${at(3)},"s":"x","e":""}`],
  'no-date': [`{${at(3)},"s":"x","day":"2023-02-29"}`, `{${at(3)},"s":"x","day":"soon"}`, `{${at(3)},"s":"x","day":19000}`],
  'no-base64': [`{${at(3)},"s":"x","raw":"?"}`, `{${at(3)},"s":"x","raw":"AP8"}`],
  'decimals-not-plain': ['1e2', ' 1', '1 ', '+1', '1.', '.5', '01', '0x1', '١', ''].map(text => `{${at(3)},"s":"x","p":"${text}"}`),
  // A time in the year 12000 must not close every window.
  'no-time': [
    '{"s":"x"}',
    '{"at":null,"s":"x"}',
    '{"at":"soon","s":"x"}',
    '{"at":316516377600000,"s":"x"}',
    '{"at":-62135596800001,"s":"x"}',
  ],
}

const object = (members: string, index: number): string => `{${at(index)},${members}}`

const WIRES: Readonly<Record<TimestampWire, readonly string[]>> = {
  'epoch-s': ['0', '1700000000', '-1', '1700000000.5', '1700000000.9999'],
  'epoch-ms': ['0', '1700000000123', '-1', '1700000000123.9'],
  'epoch-us': ['0', '1700000000123456', '-1', '-1001'],
  'epoch-ns': ['0', '1700000000123456789', '-1', '-1000001'],
  iso8601: [
    '"1970-01-01T00:00:00Z"',
    '"2024-02-29T12:34:56.789Z"',
    '"2024-02-29T12:34:56.7899999Z"',
    '"2024-02-29T12:34:56+05:30"',
    '"2024-02-29T12:34:56.5-11:00"',
    '"1969-12-31T23:59:59.9999Z"',
    '"2024-02-29T12:34:56"',
  ],
  sql: ['"1970-01-01 00:00:00"', '"2024-02-29 12:34:56.789"', '"2024-02-29 12:34:56.789999"', '"1969-12-31 23:59:59.9"'],
}

/** Times on the wire: as event time, which windows judge, and as a plain column. */
function wireCases(): readonly ConformanceCase[] {
  return Object.entries(WIRES).flatMap(([name, texts]) => {
    const wire = name as TimestampWire
    const plain = source('plain', {
      schema: { at: timestamp('epoch-ms'), x: optional(timestamp(wire)) },
      eventTime: 'at',
      maxDelay: '1 minute',
    })
    const timed = source('timed', { schema: { at: timestamp(wire) }, eventTime: 'at', maxDelay: '366 days' })
    const windows = pipeline('timed', timed).output(events =>
      events.groupBy().window(tumbling('1 second')).aggregate({ events: count() }).into(stream('rows')),
    )
    return [
      ...caseOf(
        `wire-${wire}`,
        untyped(plain),
        ['null', ...texts].map((text, index) => object(`"x":${text}`, index)),
      ),
      {
        name: `records/event-time-${wire}`,
        definition: windows.definition,
        // Before 1970 is for the cases of time ranges.
        partitions: [texts.filter(text => !/^-|1969/.test(text)).map(text => `{"at":${text}}`)],
        conditions: [],
      } as const,
    ]
  })
}

/** How records are read: all forms that the law takes, and all that it doesn't. */
export function recordCases(): readonly ConformanceCase[] {
  const counted = pipeline('counted', EVERYTHING).output(events =>
    events.groupBy().window(tumbling('2 seconds')).aggregate({ events: count() }).into(stream('rows')),
  )
  return [
    ...Object.entries(GOOD).flatMap(([name, members]) => caseOf(name, untyped(EVERYTHING), members.map(object))),
    ...Object.entries(BAD).flatMap(([name, bad]): readonly ConformanceCase[] => {
      const records = bad.flatMap((line, index) => [object('"s":"before"', index), line, object('"s":"after","n":1', index)])
      return [
        ...caseOf(`bad-${name}`, untyped(EVERYTHING), records, ['bad-records']),
        { name: `records/bad-${name}-windows`, definition: counted.definition, partitions: [records], conditions: ['bad-records'] },
      ]
    }),
    ...wireCases(),
  ]
}
