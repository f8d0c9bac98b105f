import fc from 'fast-check'
import { createDecoder, recordBatchOf } from '../../../runtime/decode'
import { decodeAll, optional, sourceOf } from './sources'

/** The peer is JSON.parse: a record is good iff the peer takes it, it is UTF-8, an object, and without lone surrogates. */

const runs = 500 * Number(process.env.STREAMBED_RUNS ?? 1)
const encoder = new TextEncoder()
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const source = sourceOf('json', [optional('a', { kind: 'string' }), optional('b', { kind: 'int64' }), optional('c', { kind: 'double' })], {
  maxAheadMs: null,
})
const columns = ['a', 'b', 'c']

const decode = (records: readonly Uint8Array[], capacity = 64) =>
  decodeAll(
    createDecoder(source, columns, { capacity }),
    recordBatchOf(records.map((bytes, position) => ({ position, arrivalTime: Number.NaN, bytes }))),
  )

/** Whether valid JSON text has an escape for half of a surrogate pair; by the text, since a parser drops duplicate members. */
function hasLoneSurrogate(text: string): boolean {
  const unicodeOnly = text.replace(/\\[^u]/g, '_')
  return /\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]/.test(unicodeOnly)
}

const MISSING = Symbol('missing')

/** What the peer makes of a record; undefined where the record is no good JSON object. */
function peer(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = strict.decode(bytes).replace(/^\ufeff/, '')
    const value: unknown = JSON.parse(text)
    const isObject = value !== null && typeof value === 'object' && !Array.isArray(value)
    return isObject && !hasLoneSurrogate(text) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Whether some number of the text becomes an integer only by the peer's rounding: `1e-999` is none, though JSON.parse gives 0. */
function hasRoundedInteger(text: string): boolean {
  for (const [token, whole = '', fraction = '', exponent = '0'] of text.matchAll(/(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/g)) {
    const significant = (whole + fraction).replace(/0+$/, '')
    const lastDigit = Number(exponent) - fraction.length + (whole + fraction).length - significant.length
    if (Number.isInteger(Number(token)) && /[1-9]/.test(significant) && lastDigit < 0) return true
  }
  return false
}

/** The values that the schema gives the peer's object, or MISSING where the record is refused or the peer is not exact. */
function valuesOf(object: Record<string, unknown>, text: string): readonly unknown[] | typeof MISSING {
  const { at, a = null, b = null, c = null } = Object.assign(Object.create(null), object)
  const isTime = typeof at === 'number' && Math.floor(at) >= -62135596800000 && Math.floor(at) <= 253402300799999
  if (!isTime || !(a === null || typeof a === 'string')) return MISSING
  // Times and integers have no -0. Integers beyond 2^53 and numbers beyond the doubles have their own tests: here the peer is not exact.
  if (!(b === null || Number.isSafeInteger(b)) || !(c === null || Number.isFinite(c))) return MISSING
  if (b !== null && hasRoundedInteger(text)) return MISSING
  return [Math.floor(at) + 0, a, b === 0 ? 0 : b, c]
}

const codes = (bytes: Uint8Array) => {
  const outcome = decode([bytes, bytes])
  expect(outcome[1]).toEqual(outcome[0])
  return outcome[0]
}

/** Text of random JSON with random space, number forms, escapes and duplicate names. */
const space = fc.constantFrom('', '', '', '', ' ', '\n', '\t ', '\r\n')
const escaped = fc.constantFrom(
  '\\n',
  '\\"',
  '\\\\',
  '\\/',
  '\\u00e9',
  '\\u2028',
  '\\ud83d\\ude00',
  '\\ud800',
  '\\udc00',
  '\\u0000',
  '\\uD83d',
  '\\b',
)
const plain = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }).map(text => JSON.stringify(text).slice(1, -1)),
  fc.constantFrom('ab', 'longer than eight bytes', 'é', '日本'),
)
const stringText = fc.array(fc.oneof({ weight: 4, arbitrary: plain }, escaped), { maxLength: 4 }).map(parts => `"${parts.join('')}"`)
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => JSON.stringify(value)),
  fc.constantFrom(
    '0',
    '-0',
    '1.0',
    '1e3',
    '1E+2',
    '-1.5e-3',
    '0.1',
    '100000000000000',
    '00',
    '1.',
    '.5',
    '-',
    '+1',
    '1e',
    '0x1',
    '-0.0',
    '01.5',
  ),
)
const scalarText = fc.oneof(stringText, numberText, fc.constantFrom('true', 'false', 'null', 'nul', 'True', 'NaN', ''))
const valueText = fc.letrec<{ value: string; list: string; object: string }>(tie => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalarText, tie('list'), tie('object')),
  list: fc.tuple(space, fc.array(tie('value'), { maxLength: 3 })).map(([gap, items]) => `[${gap}${items.join(`${gap},`)}]`),
  object: fc
    .tuple(space, fc.array(fc.tuple(stringText, tie('value')), { maxLength: 3 }))
    .map(([gap, items]) => `{${items.map(([name, value]) => `${name}${gap}:${value}`).join(',')}${gap}}`),
})).value
const member = fc.oneof(
  fc.tuple(fc.constant('"a"'), fc.oneof(stringText, valueText)),
  fc.tuple(fc.constant('"b"'), fc.oneof(fc.integer().map(String), numberText, valueText)),
  fc.tuple(fc.constantFrom('"c"', '"\\u0063"'), fc.oneof(numberText, valueText)),
  fc.tuple(fc.constantFrom('"at"', '"__proto__"', '"other"', '""'), valueText),
)
const recordText = fc.tuple(space, fc.array(member, { maxLength: 6 }), space, space).map(([before, members, gap, behind]) => {
  const all = [['"at"', '5'], ...members].map(([name, value]) => `${name}${gap}:${gap}${value}`)
  return `${before}{${all.join(`,${gap}`)}}${behind}`
})

function expectLikePeer(bytes: Uint8Array): void {
  const outcome = codes(bytes)
  const object = peer(bytes)
  const values = object === undefined ? MISSING : valuesOf(object, strict.decode(bytes))
  if (outcome === 'tick') throw new Error('a record is no tick')
  if (values !== MISSING) expect(outcome).toEqual({ time: values[0], values: values.slice(1) })
  else if (object === undefined && 'code' in outcome)
    expect(['malformed', 'invalid-utf8', 'lone-surrogate', 'wrong-type', 'too-deep']).toContain(outcome.code)
  else if (object === undefined) throw new Error(`accepted what the peer refuses: ${JSON.stringify(outcome)}`)
}

test('random records are good exactly where JSON.parse says so', () => {
  fc.assert(
    fc.property(recordText, text => expectLikePeer(encoder.encode(text))),
    { numRuns: runs },
  )
})

test('records with mutated bytes are good exactly where JSON.parse says so', () => {
  const mutation = fc.tuple(
    fc.nat(),
    fc.oneof(fc.nat(255), fc.constantFrom(34, 92, 123, 125, 44, 58, 10, 48)),
    fc.constantFrom('replace', 'insert', 'remove'),
  )
  fc.assert(
    fc.property(recordText, fc.array(mutation, { minLength: 1, maxLength: 3 }), (text, mutations) => {
      let bytes = encoder.encode(text)
      for (const [where, byte, how] of mutations) {
        const at = where % (bytes.length + 1)
        const rest = bytes.slice(how === 'insert' ? at : at + 1)
        bytes = how === 'remove' ? Uint8Array.of(...bytes.slice(0, at), ...rest) : Uint8Array.of(...bytes.slice(0, at), byte, ...rest)
      }
      expectLikePeer(bytes)
    }),
    { numRuns: runs },
  )
})

test('a number that only rounding makes an integer is no integer', () => {
  const outcome = (number: string) => codes(encoder.encode(`{"at":5,"b":${number}}`))
  const refused = { code: 'wrong-type', path: '/b' }
  expect(outcome('10000000000180562e-1267')).toEqual(refused)
  expect(outcome('4503599627370497.00000001')).toEqual(refused)
  expect(outcome('10000e-4')).toEqual({ time: 5, values: [null, 1, null] })
})

test('a decimal in a string is good exactly where the number without quotes is, if it is a plain one', () => {
  const decimals = sourceOf('json', [optional('d', { kind: 'decimal', precision: 12, scale: 4 })])
  const outcomeOf = (json: string) => {
    const bytes = encoder.encode(`{"at":1,"d":${json}}`)
    const records = [bytes, bytes].map((bytes, position) => ({ position, arrivalTime: Number.NaN, bytes }))
    const [first, second] = decodeAll(createDecoder(decimals, ['d']), recordBatchOf(records))
    expect(second).toEqual(first)
    return first
  }
  const digits = fc.stringMatching(/^-?[0-9]{0,10}\.?[0-9]{0,6}$/)
  const isPlain = (text: string) =>
    !/[eE]/.test(text) && text.trim() === text && typeof peer(encoder.encode(`{"d":${text}}`))?.d === 'number'
  fc.assert(
    fc.property(fc.oneof(digits, numberText, plain), text => {
      const quoted = outcomeOf(`"${text}"`)
      expect(quoted).toEqual(isPlain(text) ? outcomeOf(text) : { code: 'wrong-type', path: '/d' })
    }),
    { numRuns: runs },
  )
})

test('the outcome of a record depends neither on its neighbors nor on how records are cut into batches', () => {
  const records = fc.array(
    fc.oneof(recordText, fc.constantFrom('{"at":1,"a":"x","b":2}', '{"at":1,"a":"\\t","b":9007199254740993}', '{"at":"1}', '')),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(
      records,
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.tuple(fc.nat(29), fc.nat(300), fc.nat(255)), { maxLength: 3 }),
      (texts, capacity, damage) => {
        const all = texts.map(text => encoder.encode(text))
        for (const [index, at, byte] of damage) if (at < (all[index]?.length ?? 0)) all[index] = all[index].with(at, byte)
        expect(decode(all, capacity)).toEqual(all.flatMap(bytes => decode([bytes])))
      },
    ),
    { numRuns: Math.ceil(runs / 5) },
  )
})

test('deep nesting, long strings and many members take time in proportion to their length', () => {
  const size = 900_000
  const texts = [
    '['.repeat(size),
    '{"a":'.repeat(size / 5),
    `{"at":1,"a":"${'\\u0041'.repeat(size / 6)}"}`,
    `{"at":1${',"b":1'.repeat(size / 6)}}`,
    `{"at":${'1'.repeat(size)}}`,
    `{"at":1,"c":0.${'0'.repeat(size)}1}`,
  ]
  const outcomes = decode(texts.map(text => encoder.encode(text))).map(outcome =>
    outcome !== 'tick' && 'code' in outcome ? outcome.code : 'good',
  )
  expect(outcomes).toEqual(['too-deep', 'too-deep', 'good', 'good', 'invalid-time', 'good'])
})
