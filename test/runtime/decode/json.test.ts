import type { Field } from '../../../pipeline'
import { createDecoder, recordBatchFromLines, recordBatchOf } from '../../../runtime/decode'
import { decodeAll, field, type Outcome, optional, sourceOf } from './sources'

const encode = (text: string) => new TextEncoder().encode(text)

/** The outcome of one value of a field `x`, by the general reader and then by the generated code; they must agree. */
function outcomeOf(x: Field, json: string): Outcome {
  const source = sourceOf('json', [x])
  const decoder = createDecoder(source, ['x'])
  const line = `{"at":1,"x":${json}}\n`
  const outcomes = decodeAll(decoder, recordBatchFromLines(encode(`${line.repeat(3)}{"at":2}`), 0))
  expect(outcomes[1]).toEqual(outcomes[0])
  expect(outcomes[2]).toEqual(outcomes[0])
  return outcomes[0]
}

describe('values of each type', () => {
  const int64 = field('x', { kind: 'int64' })
  const double = field('x', { kind: 'double' })
  const decimal = field('x', { kind: 'decimal', precision: 20, scale: 2 })
  const text = field('x', { kind: 'string' })
  const date = field('x', { kind: 'date' })
  const color = field('x', { kind: 'enum', values: ['red', 'größe'] })
  const iso = field('x', { kind: 'timestamp', wire: 'iso8601' })
  const sql = field('x', { kind: 'timestamp', wire: 'sql' })
  const seconds = field('x', { kind: 'timestamp', wire: 'epoch-s' })
  const microseconds = field('x', { kind: 'timestamp', wire: 'epoch-us' })
  const nanoseconds = field('x', { kind: 'timestamp', wire: 'epoch-ns' })
  const numbers = field('x', { kind: 'list', element: { kind: 'int64' }, elementOptional: true })
  test.each([
    [int64, '0', 0],
    [int64, '-0', 0],
    [int64, '-17', -17],
    [int64, '1.0', 1],
    [int64, '1e3', 1000],
    [int64, '123000e-3', 123],
    [int64, '9007199254740993', 9007199254740993n],
    [int64, '-9223372036854775808', -9223372036854775808n],
    [int64, '9007199254740991', 9007199254740991],
    [double, '1.5', 1.5],
    [double, '-0.1', -0.1],
    [double, '0.30000000000000004', 0.30000000000000004],
    [double, '5e-324', 5e-324],
    [double, '1e-999', 0],
    [double, '12', 12],
    [decimal, '1.5', 150],
    [decimal, '-0.01', -1],
    [decimal, '1.500', 150],
    [decimal, '123456789012345678.91', 12345678901234567891n],
    [decimal, '"1.5"', 150],
    [decimal, '"-0.01"', -1],
    [decimal, '"-0"', 0],
    [decimal, '"1.500"', 150],
    [decimal, '"123456789012345678.91"', 12345678901234567891n],
    [decimal, '"1\\u002e5"', 150],
    [field('x', { kind: 'list', element: { kind: 'decimal', precision: 3, scale: 1 }, elementOptional: false }), '["1.5",2]', [15, 20]],
    [text, '""', ''],
    [text, '"a\\u00e9\\n\\ud83d\\ude00\\/"', 'aé\n😀/'],
    [text, '"日本"', '日本'],
    [text, '"\\u0000\\"\\\\"', '\0"\\'],
    [field('x', { kind: 'boolean' }), 'true', 1],
    [field('x', { kind: 'boolean' }), 'false', 0],
    [date, '"1969-12-31"', -1],
    [date, '"2000-02-29"', 11016],
    [color, '"größe"', 'größe'],
    [color, '"r\\u0065d"', 'red'],
    [iso, '"1970-01-01T00:00:00Z"', 0],
    [iso, '"1969-12-31T23:59:59.9999Z"', -1],
    [iso, '"2013-07-01T02:00:00.123456789+02:00"', 1372636800123],
    [iso, '"2013-06-30T19:00:00-0500"', 1372636800000],
    [iso, '"2013-07-01T00:00:00"', 1372636800000],
    [iso, '"0001-01-01T00:00:00Z"', -62135596800000],
    [iso, '"9999-12-31T23:59:59.9999Z"', 253402300799999],
    [sql, '"2013-07-01 00:00:00.5"', 1372636800500],
    [seconds, '1372636808.4479', 1372636808447],
    [seconds, '-0.0001', -1],
    [seconds, '1.5e0', 1500],
    [microseconds, '-1', -1],
    [nanoseconds, '1372636808447999999', 1372636808447],
    [nanoseconds, '-1372636808447000001', -1372636808448],
    [field('x', { kind: 'bytes' }), '"AP8="', Uint8Array.of(0, 255)],
    [numbers, '[ 1 , null,2]', [1, null, 2]],
    [optional('x', { kind: 'int64' }), 'null', null],
    [optional('x', { kind: 'string' }), 'null', null],
    [optional('x', { kind: 'boolean' }), 'null', null],
  ])('%j takes %s', (x, json, expected) => {
    expect(outcomeOf(x, json)).toEqual({ time: 1, values: [expected] })
  })

  test.each([
    [int64, '1.5', 'wrong-type'],
    [int64, '"1"', 'wrong-type'],
    [int64, 'true', 'wrong-type'],
    [int64, '9223372036854775808', 'out-of-range'],
    [int64, '1e999999999999', 'out-of-range'],
    [int64, 'null', 'missing-field'],
    [double, '1e309', 'out-of-range'],
    [double, '"1"', 'wrong-type'],
    [decimal, '0.001', 'out-of-range'],
    [decimal, '1e18', 'out-of-range'],
    [decimal, '"0.001"', 'out-of-range'],
    [decimal, '"1000000000000000000"', 'out-of-range'],
    [decimal, 'null', 'missing-field'],
    [text, '5', 'wrong-type'],
    [text, '[]', 'wrong-type'],
    [field('x', { kind: 'boolean' }), '1', 'wrong-type'],
    [date, '"2001-02-29"', 'invalid-time'],
    [date, '"2001-02-2"', 'invalid-time'],
    [date, '20010228', 'wrong-type'],
    [color, '"blue"', 'out-of-range'],
    [iso, '"2013-07-01T24:00:00Z"', 'invalid-time'],
    [iso, '"2013-07-01T00:00:60Z"', 'invalid-time'],
    [iso, '"2013-07-01 00:00:00Z"', 'invalid-time'],
    [iso, '"2013-07-01T00:00:00.Z"', 'invalid-time'],
    [iso, '"2013-07-01T00:00:00Zx"', 'invalid-time'],
    [iso, '"0001-01-01T00:00:00+01:00"', 'invalid-time'],
    [iso, '"0000-01-01T00:00:00Z"', 'invalid-time'],
    [iso, '""', 'invalid-time'],
    [iso, '1372636800000', 'wrong-type'],
    [sql, '"2013-07-01T00:00:00"', 'invalid-time'],
    [sql, '"2013-07-01 00:00:00Z"', 'invalid-time'],
    [seconds, '253402300800', 'invalid-time'],
    [seconds, '1e400', 'invalid-time'],
    [field('x', { kind: 'bytes' }), '"AP8"', 'wrong-type'],
    [field('x', { kind: 'bytes' }), '"AP9="', 'wrong-type'],
    [numbers, '{}', 'wrong-type'],
  ])('%j refuses %s: %s', (x, json, code) => {
    expect(outcomeOf(x, json)).toEqual({ code, path: '/x' })
  })

  test.each([
    '""',
    '" 1"',
    '"1 "',
    '"1\\n"',
    '"1e2"',
    '"1E0"',
    '"+1"',
    '"01"',
    '".5"',
    '"1."',
    '"-"',
    '"1,5"',
    '"NaN"',
    '"null"',
    '"１"',
    'true',
  ])('a decimal is no %s', json => expect(outcomeOf(decimal, json)).toEqual({ code: 'wrong-type', path: '/x' }))

  test('nested records have no prototype, and paths lead into them', () => {
    const geo = field('x', {
      kind: 'record',
      fields: [field('lat', { kind: 'double' }), optional('__proto__', { kind: 'string' }), optional('name', { kind: 'string' }, 'a/b')],
    })
    const good = outcomeOf(geo, '{"lat":1,"__proto__":"p","lat":2.5,"other":{}}')
    if (good === 'tick' || 'code' in good) throw new Error('expected values')
    const value = good.values[0] as Record<string, unknown>
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(Object.entries(value)).toEqual([
      ['lat', 2.5],
      ['__proto__', 'p'],
      ['name', null],
    ])
    expect(outcomeOf(geo, '{"lat":"1"}')).toEqual({ code: 'wrong-type', path: '/x/lat' })
    expect(outcomeOf(geo, '{}')).toEqual({ code: 'missing-field', path: '/x/lat' })
    expect(outcomeOf(geo, '{"lat":1,"a/b":1}')).toEqual({ code: 'wrong-type', path: '/x/a~1b' })
    expect(outcomeOf(numbers, '[1,"x"]')).toEqual({ code: 'wrong-type', path: '/x/1' })
  })
})

describe('whole records', () => {
  const source = sourceOf('json', [optional('x', { kind: 'int64' })], { maxRecordBytes: 2000 })
  const outcomes = (records: readonly (string | Uint8Array | null)[], arrivalTime = Number.NaN) => {
    const batch = recordBatchOf(
      records.map((record, position) => ({ position, arrivalTime, bytes: typeof record === 'string' ? encode(record) : record })),
    )
    return decodeAll(createDecoder(source, ['x']), batch)
  }
  const good = '{"at":1,"x":2,"y":"z"}'
  const decoded = { time: 1, values: [2] }

  test.each([
    ['', 'malformed', ''],
    ['  ', 'malformed', ''],
    ['{', 'malformed', ''],
    ['{"at":1,"x":2', 'malformed', ''],
    ['{"at":1,"x":2,}', 'malformed', ''],
    ['{"at":1,"x":2}}', 'malformed', ''],
    ['{"at":1,"x":2} x', 'malformed', ''],
    ['{"at":1,"x":02}', 'malformed', ''],
    ['{"at":1,"x":2,"y":01}', 'malformed', ''],
    ['{"at":1,"x":2,"y":1.}', 'malformed', ''],
    ['{"at":1,"x":2,"y":"a\tb"}', 'malformed', ''],
    ['{"at":1,"x":2,"y":"\\x"}', 'malformed', ''],
    ['{"at":1,"x":2,"y":"\\u12g4"}', 'malformed', ''],
    ['{"at":1,"x":2,"y":NaN}', 'malformed', ''],
    ['{"at":1,"x":2,"y":nulL}', 'malformed', ''],
    ["{'at':1}", 'malformed', ''],
    ['{"at":1,"x":2,"y":"\\ud800"}', 'lone-surrogate', ''],
    ['{"at":1,"x":2,"y":"\\udc00\\ud800"}', 'lone-surrogate', ''],
    ['{"at":1,"x":2,"\\ud800x":0}', 'lone-surrogate', ''],
    [`{"at":1,"y":${'['.repeat(64)}${']'.repeat(64)}}`, 'too-deep', ''],
    [`{"at":1,"y":"${' '.repeat(2000)}"}`, 'too-large', ''],
    [Uint8Array.of(...encode('{"at":1,"y":"'), 0xff, ...encode('"}')), 'invalid-utf8', ''],
    [Uint8Array.of(...encode('{"at":1,"y":"'), 0xe6, 0x97), 'invalid-utf8', ''],
    ['[1]', 'wrong-type', ''],
    ['null', 'wrong-type', ''],
    ['{"x":2}', 'missing-field', '/at'],
    ['{"at":null,"x":2}', 'invalid-time', '/at'],
    ['{"at":253402300800000,"x":2}', 'invalid-time', '/at'],
    ['{"at":1,"x":"2"}', 'wrong-type', '/x'],
  ])('%s is %s at %j, and harms no neighbor', (record, code, path) => {
    expect(outcomes([good, good, record, good, good])).toEqual([decoded, decoded, { code, path }, decoded, decoded])
  })

  test.each([
    '\ufeff{"at":1,"x":2}',
    ' {"at" : 1 , "x" :2 } \r\n',
    '{"x":"wrong","at":1,"x":2}',
    '{"\\u0061t":1,"x":2}',
    '{"__proto__":{"x":3},"at":1,"x":2}',
    `{"at":1,"x":2,"y":${'['.repeat(63)}${']'.repeat(63)}}`,
    '{"y":{"at":"no"},"x":2,"at":1}',
  ])('%s is good', record => {
    expect(outcomes([record, record, good])).toEqual([decoded, decoded, decoded])
  })

  test('ticks have a time, and a record that is cut inside a character stays invalid beside its rest', () => {
    expect(outcomes([null, good], 5)).toEqual(['tick', decoded])
    const character = encode('日')
    const cut = [Uint8Array.of(...encode('{"y":"'), ...character.subarray(0, 1)), Uint8Array.of(...character.subarray(1), 34)]
    expect(outcomes(cut).map(outcome => outcome !== 'tick' && 'code' in outcome && outcome.code)).toEqual(['invalid-utf8', 'invalid-utf8'])
  })

  test('a time may be at most maxAheadMs after the arrival, where there is one', () => {
    expect(outcomes(['{"at":300005}', '{"at":300006}', '{"at":300006}'], 5)).toEqual([
      { time: 300005, values: [null] },
      { code: 'time-ahead', path: '/at' },
      { code: 'time-ahead', path: '/at' },
    ])
    expect(outcomes(['{"at":300006}'])).toEqual([{ time: 300006, values: [null] }])
  })

  test('shapes come and go, and text with and without escapes mixes', () => {
    const texts = sourceOf('json', [optional('a', { kind: 'string' }), optional('b', { kind: 'int64' })])
    const decoder = createDecoder(texts, ['b', 'a'], { capacity: 7 })
    const shapes = [
      (n: number) => `{"at":${n},"a":"t${n}","b":${n}}`,
      (n: number) => `{"at": ${n}, "b": ${n}}`,
      (n: number) => `{"b":900719925474099${n % 10},"q":[${n}],"at":${n},"a":"\\t${n}"}`,
      (n: number) => `{"at":${n},"z":{},"a":null}`,
      (n: number) => `{"at":${n}}`,
      (n: number) => `{"at":${n},"a":"é"}`,
    ]
    const lines = Array.from({ length: 500 }, (_, n) => shapes[(n * n + (n >> 4)) % shapes.length](n))
    const expected = lines.map((line, n) => {
      const big = /"b":(900719925474099\d)/.exec(line)?.[1]
      const object = JSON.parse(line)
      const b = big === undefined ? (object.b ?? null) : Number.isSafeInteger(Number(big)) ? Number(big) : BigInt(big)
      return { time: n, values: [b, object.a ?? null] }
    })
    expect(decodeAll(decoder, recordBatchFromLines(encode(lines.join('\n')), 0))).toEqual(expected)
  })
})

test('fields, event time and capacity are checked', () => {
  const source = sourceOf('json', [])
  expect(() => createDecoder(source, ['nope'])).toThrow(/'nope'/)
  expect(() => createDecoder(source, ['at', 'at'])).toThrow(/twice/)
  expect(() => createDecoder({ ...source, eventTime: 'x' }, [])).toThrow(/event time/)
  expect(() => createDecoder(source, [], { capacity: 0 })).toThrow(/capacity/)
})
