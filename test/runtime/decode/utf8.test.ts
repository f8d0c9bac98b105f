import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { isValidUtf8 } from '../../../runtime/decode/utf8'

const peer = isUtf8

test('agrees with the platform on every sequence of two bytes and on lead bytes with interesting rests', () => {
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff]
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) {
      const pair = Uint8Array.of(first, second)
      if (isValidUtf8(pair, 0, 2) !== peer(pair)) throw new Error(`differs at ${pair}`)
    }
    for (const second of edges) {
      for (const third of edges) {
        for (const fourth of edges) {
          const four = Uint8Array.of(first, second, third, fourth)
          if (isValidUtf8(four, 0, 4) !== peer(four)) throw new Error(`differs at ${four}`)
          if (isValidUtf8(four, 0, 3) !== peer(four.subarray(0, 3))) throw new Error(`differs at the start of ${four}`)
        }
      }
    }
  }
})

test('agrees with the platform on mutated text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(), fc.nat(255), (text, where, byte) => {
      const bytes = new TextEncoder().encode(`${text} `)
      expect(isValidUtf8(bytes, 0, bytes.length)).toBe(true)
      const mutated = bytes.with(where % bytes.length, byte)
      expect(isValidUtf8(mutated, 0, mutated.length)).toBe(peer(mutated))
    }),
  )
})
