import { Type } from 'avsc'
import fc from 'fast-check'
import { LONGS, twosComplement } from '../../../conformance/formats/avro-numbers'
import type { DataType, Field } from '../../../pipeline'
import { createDecoder, recordBatchOf } from '../../../runtime/decode'
import { decodeAll, field, optional, sourceOf } from './sources'

const runs = 100 * Number(process.env.STREAMBED_RUNS ?? 1)

/** The peer's schema of a type, written from the documented mapping. */
function schemaOf(type: DataType): unknown {
  switch (type.kind) {
    case 'int64':
      return 'long'
    case 'decimal':
      return { type: 'bytes', logicalType: 'decimal', precision: type.precision, scale: type.scale }
    case 'timestamp':
      return type.wire === 'iso8601' || type.wire === 'sql' ? 'string' : 'long'
    case 'date':
      return { type: 'int', logicalType: 'date' }
    case 'enum':
      return { type: 'enum', symbols: type.values }
    case 'list':
      return { type: 'array', items: type.elementOptional ? ['null', schemaOf(type.element)] : schemaOf(type.element) }
    case 'record':
      return recordSchema(type.fields)
    default:
      return type.kind
  }
}

function recordSchema(fields: readonly Field[]): unknown {
  return {
    type: 'record',
    fields: fields.map(({ wireName, type, optional }) => ({ name: wireName, type: optional ? ['null', schemaOf(type)] : schemaOf(type) })),
  }
}

const fields = [
  field('text', { kind: 'string' }),
  field('flag', { kind: 'boolean' }),
  field('count', { kind: 'int64' }),
  field('ratio', { kind: 'double' }),
  field('raw', { kind: 'bytes' }),
  field('price', { kind: 'decimal', precision: 38, scale: 2 }),
  field('seen', { kind: 'timestamp', wire: 'epoch-us' }),
  field('written', { kind: 'timestamp', wire: 'iso8601' }),
  field('day', { kind: 'date' }),
  field('color', { kind: 'enum', values: ['red', 'green'] }),
  field('tags', { kind: 'list', element: { kind: 'string' }, elementOptional: true }),
  field('geo', { kind: 'record', fields: [field('lat', { kind: 'double' }), optional('name', { kind: 'string' })] }),
  optional('note', { kind: 'string' }),
]
const source = sourceOf('avro', fields)
const names = fields.map(({ name }) => name)
const peer = Type.forSchema(recordSchema(source.fields) as never, { registry: { long: LONGS }, wrapUnions: false })

const narrow = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value)

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const datum = fc.record({
  at: fc.bigInt({ min: -62135596800000n, max: 253402300799999n }),
  text,
  flag: fc.boolean(),
  count: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  ratio: fc.double({ noNaN: true, noDefaultInfinity: true }),
  raw: fc.uint8Array({ maxLength: 8 }),
  price: fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
  seen: fc.bigInt({ min: -62135596800000000n, max: 253402300799999999n }),
  written: fc.date({ min: new Date(-62135596800000), max: new Date(253402300799999), noInvalidDate: true }),
  day: fc.integer({ min: -719162, max: 2932896 }),
  color: fc.constantFrom('red', 'green'),
  tags: fc.array(fc.option(text), { maxLength: 5 }),
  geo: fc.record({ lat: fc.double({ noNaN: true, noDefaultInfinity: true }), name: fc.option(text) }),
  note: fc.option(text),
})
type Datum = typeof datum extends fc.Arbitrary<infer T> ? T : never

const encode = (value: Datum) => {
  const seen = value.seen
  return new Uint8Array(
    peer.toBuffer({
      ...value,
      raw: Buffer.from(value.raw),
      price: twosComplement(value.price),
      seen,
      written: value.written.toISOString(),
    }),
  )
}

const floorDivide = (value: bigint, by: bigint) => (value - (((value % by) + by) % by)) / by

function expected(value: Datum) {
  const { at, text, flag, count, ratio, raw, price, seen, written, day, color, tags, geo, note } = value
  return {
    time: Number(at),
    values: [
      text,
      Number(flag),
      narrow(count),
      ratio,
      new Uint8Array(raw),
      narrow(price),
      Number(floorDivide(seen, 1000n)),
      written.getTime(),
      day,
      color,
      tags,
      { ...geo },
      note,
    ],
  }
}

/** `toEqual` holds objects without prototype equal to others. */
const decodeBytes = (records: readonly Uint8Array[], of = source, columns: readonly string[] = names) =>
  decodeAll(
    createDecoder(of, columns, { capacity: 3 }),
    recordBatchOf(records.map((bytes, position) => ({ position, arrivalTime: Number.NaN, bytes }))),
  )

test('what another encoder writes is read back', () => {
  fc.assert(
    fc.property(fc.array(datum, { minLength: 1, maxLength: 5 }), data => {
      expect(decodeBytes(data.map(encode))).toEqual(data.map(expected))
    }),
    { numRuns: runs },
  )
})

test('cut, extended and mutated records neither crash nor harm their neighbors', () => {
  fc.assert(
    fc.property(datum, datum, fc.nat(), fc.nat(255), fc.boolean(), (good, victim, where, byte, cut) => {
      const bytes = encode(victim)
      const at = where % bytes.length
      const bad = cut ? bytes.slice(0, at) : bytes.with(at, byte)
      const outcomes = decodeBytes([encode(good), bad, Uint8Array.of(...bytes, byte), encode(good)])
      expect(outcomes[0]).toEqual(expected(good))
      expect(outcomes[3]).toEqual(expected(good))
      if (cut) expect(outcomes[1]).toMatchObject({ code: expect.any(String) })
      expect(outcomes[2]).toEqual({ code: 'malformed', path: '' })
    }),
    { numRuns: runs },
  )
})

test.each<[string, DataType, number[], string]>([
  ['a length beyond the record', { kind: 'string' }, [0x20, 65], 'malformed'],
  ['a negative length', { kind: 'bytes' }, [1], 'malformed'],
  ['a string that is not UTF-8', { kind: 'string' }, [2, 0xff], 'invalid-utf8'],
  ['a boolean of 2', { kind: 'boolean' }, [2], 'malformed'],
  ['a double NaN', { kind: 'double' }, [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 'out-of-range'],
  ['a long of 11 bytes', { kind: 'int64' }, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0], 'malformed'],
  ['a long of 65 bits', { kind: 'int64' }, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2], 'malformed'],
  ['a decimal of too many digits', { kind: 'decimal', precision: 2, scale: 0 }, [2, 100], 'out-of-range'],
  ['a decimal without bytes', { kind: 'decimal', precision: 2, scale: 0 }, [0], 'malformed'],
  ['an enum index beyond its values', { kind: 'enum', values: ['a'] }, [2], 'out-of-range'],
  ['an unknown text of an enum', { kind: 'enum', values: ['ä'] }, [2, 65], 'out-of-range'],
  ['a day after the year 9999', { kind: 'date' }, [0x80, 0x80, 0x80, 0x80, 8], 'invalid-time'],
  ['a time after the year 9999', { kind: 'timestamp', wire: 'epoch-s' }, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2], 'invalid-time'],
  [
    'a bomb of empty records',
    { kind: 'list', element: { kind: 'record', fields: [] }, elementOptional: false },
    [0x80, 0x80, 0x80, 0x80, 8, 0],
    'malformed',
  ],
])('%s is refused', (_, type, bytes, code) => {
  const at = 2
  expect(decodeBytes([Uint8Array.of(at, ...bytes)], sourceOf('avro', [field('x', type)]), ['x'])).toEqual([{ code, path: '/x' }])
})

test('unions, blocks with sizes, and enums that are no Avro names', () => {
  const list: DataType = { kind: 'list', element: { kind: 'int64' }, elementOptional: false }
  const of = sourceOf('avro', [optional('x', { kind: 'enum', values: ['ä'] }), field('y', list)])
  const good = [2, 2, 4, 0xc3, 0xa4, 3, 4, 2, 4, 2, 6, 0]
  expect(decodeBytes([Uint8Array.of(...good)], of, ['x', 'y'])).toEqual([{ time: 1, values: ['ä', [1, 2, 3]] }])
  expect(decodeBytes([Uint8Array.of(2, 0, 0)], of, ['x', 'y'])).toEqual([{ time: 1, values: [null, []] }])
  expect(decodeBytes([Uint8Array.of(2, 4, 0)], of, ['x', 'y'])).toEqual([{ code: 'malformed', path: '/x' }])
})

test("Confluent's header stands before the datum", () => {
  const of = sourceOf('avro-confluent', [field('x', { kind: 'int64' })])
  expect(decodeBytes([Uint8Array.of(0, 0, 0, 1, 7, 2, 10)], of, ['x'])).toEqual([{ time: 1, values: [5] }])
  const without = [Uint8Array.of(2, 10), Uint8Array.of(1, 0, 0, 1, 7, 2, 10), Uint8Array.of(0, 0, 0, 1)]
  expect(decodeBytes(without, of, ['x'])).toEqual(without.map(() => ({ code: 'malformed', path: '' })))
})
