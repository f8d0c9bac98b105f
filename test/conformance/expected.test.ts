import { expectedOf } from '../../conformance/expected'
import { decode } from '../../conformance/expected/decode'
import {
  bytes,
  count,
  date,
  decimal,
  double,
  enumeration,
  int64,
  list,
  optional,
  pipeline,
  record,
  type Schema,
  source,
  stream,
  string,
  sum,
  timestamp,
  tumbling,
} from '../../pipeline'

const decoded = (schema: Schema, line: string) =>
  decode(line, source('s', { schema: { t: timestamp('epoch-ms'), ...schema }, eventTime: 't', maxDelay: 0 }).definition)?.event

test.each<[string, Schema, string, unknown]>([
  ['exact integers', { x: int64() }, '{"t":1,"x":9007199254740993}', { x: 2n ** 53n + 1n }],
  ['integers in value', { x: int64() }, '{"t":1,"x":1.0e3}', { x: 1000n }],
  ['decimals', { x: decimal(5, 2) }, '{"t":1,"x":1.5}', { x: 150n }],
  ['decimals in texts', { x: decimal(5, 2) }, '{"t":1,"x":"-1.50"}', { x: -150n }],
  ['doubles', { x: double() }, '{"t":1,"x":5}', { x: 5 }],
  ['times, cut to the millisecond', { x: timestamp('epoch-ns') }, '{"t":1,"x":-1}', { x: -1 }],
  ['ISO 8601', { x: timestamp() }, '{"t":1,"x":"1970-01-01T01:00:00.0019+01:00"}', { x: 1 }],
  ['SQL times', { x: timestamp('sql') }, '{"t":1,"x":"1970-01-01 00:00:01"}', { x: 1000 }],
  ['dates', { x: date() }, '{"t":1,"x":"1969-12-31"}', { x: -1 }],
  ['bytes', { x: bytes() }, '{"t":1,"x":"AP8="}', { x: Uint8Array.of(0, 255) }],
  ['what is missing', { x: optional(string()) }, '{"t":1}', { x: null }],
  ['wire names, escapes and spaces', { x: string().named('a "b"') }, ' { "t" : 1 , "a \\"b\\"" : "\\u00e9" } ', { x: 'é' }],
  ['the last of equal members', { x: int64() }, '{"t":1,"x":1,"x":2}', { x: 2n }],
  ['lists and records', { x: list(record({ y: optional(int64()) })) }, '{"t":1,"x":[{"y":1},{}]}', { x: [{ y: 1n }, { y: null }] }],
])('reads %s', (_, schema, line, expected) => {
  expect(decoded(schema, line)).toEqual({ t: 1, ...(expected as object) })
})

test.each<[string, Schema, string]>([
  ['malformed JSON', {}, '{"t":1'],
  ['no object', {}, '[1]'],
  ['no time', {}, '{"t":null}'],
  ['a time that is too far', {}, '{"t":253402300800000}'],
  ['a missing field', { x: string() }, '{"t":1}'],
  ['a fraction', { x: int64() }, '{"t":1,"x":1.5}'],
  ['an integer that is too large', { x: int64() }, '{"t":1,"x":9223372036854775808}'],
  ['a double that is too large', { x: double() }, '{"t":1,"x":1e309}'],
  ['too many digits', { x: decimal(5, 2) }, '{"t":1,"x":0.001}'],
  ['an unknown value', { x: enumeration('a') }, '{"t":1,"x":"b"}'],
  ['a day that is none', { x: date() }, '{"t":1,"x":"2023-02-29"}'],
  ['a text where a number should be', { x: int64() }, '{"t":1,"x":"1"}'],
  ['base64 without padding', { x: bytes() }, '{"t":1,"x":"AP8"}'],
  ['a lone surrogate', { x: string() }, '{"t":1,"x":"\\ud800"}'],
])('refuses %s', (_, schema, line) => {
  expect(decoded(schema, line)).toBeUndefined()
})

test('rows of windows and of events, over all partitions; what fails gives none', () => {
  const events = source('events', { schema: { t: timestamp('epoch-ms'), x: int64() }, eventTime: 't', maxDelay: 0 })
  const { definition } = pipeline('expected', events)
    .output(all =>
      all
        .groupBy()
        .window(tumbling(10))
        .aggregate({ events: count(), total: sum('x') })
        .having(row => row.total.lt(100))
        .into(stream('windows')),
    )
    .output(all => all.select('t', event => ({ y: event.x.dividedBy(event.x) })).into(stream('quotients')))
  const line = (t: number, x: number) => JSON.stringify({ t, x })
  const partitions = [
    [line(5, 2), line(25, 0), line(9, 1), 'bad'],
    [line(7, 3), line(30, 100)],
  ]
  const plain = (...values: readonly unknown[]) => values.map(value => ({ kind: 'plain', value }))
  const exact = (...values: readonly unknown[]) => values.map(value => ({ kind: 'exact', value }))
  expect(expectedOf({ definition, partitions }).rows).toEqual({
    windows: [exact(0, 10, 2, 5), exact(20, 30, 1, 0)],
    quotients: [plain(5, 1), plain(9, 1), plain(7, 1), plain(30, 1)],
  })
})
