import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { sha256 } from '../../pipeline'
import { runs } from './arbitraries'

const reference = (input: Uint8Array | string) => createHash('sha256').update(input).digest('hex')

test('agrees with OpenSSL around the borders of blocks', () => {
  for (let length = 0; length < 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255)
    expect(sha256(bytes)).toBe(reference(bytes))
  }
})

test('agrees with OpenSSL on any bytes and texts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), fc.string({ unit: 'binary', maxLength: 200 }), (bytes, text) => {
      expect(sha256(bytes)).toBe(reference(bytes))
      expect(sha256(text)).toBe(reference(text))
    }),
    runs(200),
  )
})
