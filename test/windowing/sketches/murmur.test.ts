import fc from 'fast-check'
import { hashBytes, hashText, hashWords } from '../../../windowing/sketches/murmur'

const hash = { high: 0, low: 0 }
const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0')
const utf8 = (text: string) => new TextEncoder().encode(text)

function bytesHash(bytes: Uint8Array, seed = 0): string {
  hashBytes(bytes, bytes.length, seed, hash)
  return hex(hash.high) + hex(hash.low)
}

test.each([
  // First halves of MurmurHash3_x86_128, as other implementations publish them.
  ['', '0000000000000000'],
  ['The quick brown fox jumps over the lazy dog', '2f1583c3ecee2c67'],
  ["I will not buy this tobacconist's, it is scratched.", '9b5b7ba2ef3f7866'],
])('hashes %p like the reference', (text, expected) => {
  expect(bytesHash(utf8(text))).toBe(expected)
})

test('text and words hash like their bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), fc.integer(), fc.nat(), (text, low, high, seed) => {
      hashText(text, seed, hash)
      const ofText = hex(hash.high) + hex(hash.low)
      const units = new Uint8Array(new Uint16Array(Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))).buffer)
      expect(ofText).toBe(bytesHash(units, seed))
      hashWords(low, high, seed, hash)
      expect(hex(hash.high) + hex(hash.low)).toBe(bytesHash(new Uint8Array(new Int32Array([low, high]).buffer), seed))
    }),
  )
})

test('every length and every bit of the input counts', () => {
  const seen = new Set<string>()
  for (let length = 0; length <= 48; length++) {
    seen.add(bytesHash(new Uint8Array(length)))
    for (let bit = 0; bit < length * 8; bit++) {
      const bytes = new Uint8Array(length)
      bytes[bit >> 3] = 1 << (bit & 7)
      seen.add(bytesHash(bytes))
    }
  }
  expect(seen.size).toBe(49 + (8 * 48 * 49) / 2)
})
