import fc from 'fast-check'
import { KeyCodec, type KeyType, type KeyValue } from '../../windowing'
import { compareText } from '../../windowing/text-order'

const values: Record<KeyType, fc.Arbitrary<KeyValue>> = {
  string: fc.oneof(
    fc.string({ unit: fc.constantFrom('\0', 'a', 'b', 'é', '￿', '\u{10000}'), maxLength: 4 }),
    fc.string({ unit: 'binary', maxLength: 5 }),
  ),
  bytes: fc.oneof(fc.uint8Array({ maxLength: 4, max: 2 }), fc.uint8Array({ maxLength: 6 })),
  boolean: fc.boolean(),
  double: fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1, Number.MIN_VALUE, -Number.MIN_VALUE)),
  integer: fc.oneof(
    fc.integer({ min: -70000, max: 70000 }),
    fc.maxSafeInteger(),
    fc
      .bigInt({ min: -(2n ** 130n), max: 2n ** 130n })
      .map(value => (value >= -(2n ** 53n) + 1n && value < 2n ** 53n ? Number(value) : value)),
    fc.constantFrom(255, 256, -255, -256, 2 ** 48, -(2 ** 48), 2n ** 63n - 1n, -(2n ** 63n)),
  ),
}
const types: readonly KeyType[] = ['string', 'bytes', 'boolean', 'double', 'integer']
const pairs = fc
  .array(fc.constantFrom(...types), { minLength: 1, maxLength: 3 })
  .chain(columns =>
    fc.tuple(fc.constant(columns), fc.tuple(...columns.map(type => values[type])), fc.tuple(...columns.map(type => values[type]))),
  )

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  for (let at = 0; at < Math.min(left.length, right.length); at++) if (left[at] !== right[at]) return left[at] - right[at]
  return left.length - right.length
}

function compareValues(left: KeyValue, right: KeyValue): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right)
  return left < right ? -1 : left > right ? 1 : 0
}

test('bytes are ordered as the keys, column by column', () => {
  fc.assert(
    fc.property(pairs, ([columns, left, right]) => {
      const codec = new KeyCodec(columns)
      const expected = left.map((value, column) => compareValues(value, right[column])).find(order => order !== 0) ?? 0
      expect(Math.sign(compareBytes(codec.encode(left), codec.encode(right)))).toBe(Math.sign(expected))
    }),
    { numRuns: 4000 },
  )
})

test('a key comes back, −0 as 0', () => {
  fc.assert(
    fc.property(pairs, ([columns, key]) => {
      const codec = new KeyCodec(columns)
      const bytes = codec.encode(key)
      const framed = Uint8Array.of(7, ...bytes, 7)
      expect(codec.decode(framed, 1, 1 + bytes.length)).toEqual(key.map(value => (value === 0 ? 0 : value)))
    }),
    { numRuns: 2000 },
  )
})

test('a key of one string is its UTF-8 bytes', () => {
  expect(new KeyCodec(['string']).encode(['é\0'])).toEqual(Uint8Array.of(0xc3, 0xa9, 0))
})

test('a safe integer has one encoding, as number or bigint', () => {
  const codec = new KeyCodec(['integer'])
  for (const value of [0, 1, -1, 255, 256, -256, 2 ** 53 - 1, -(2 ** 53) + 1])
    expect(codec.encode([BigInt(value)])).toEqual(codec.encode([value]))
})

test('refuses values that are not of their column', () => {
  const codec = new KeyCodec(['integer', 'string'])
  expect(() => codec.encode([1.5, 'a'])).toThrow('key column 0 got number 1.5, but takes integer')
  expect(() => codec.encode([1, true])).toThrow('key column 1 got boolean true, but takes string')
  expect(() => codec.encode([1])).toThrow('a key of 1 values was given, but it has 2 columns: give one value for each')
})

test('strings are compared by code points, not by UTF-16', () => {
  expect('￿' < '\u{10000}').toBe(false)
  expect(compareText('￿', '\u{10000}')).toBeLessThan(0)
  expect(compareText('a', 'a\0')).toBeLessThan(0)
})
