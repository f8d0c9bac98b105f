import fc from 'fast-check'
import { SketchError } from '../../../windowing/sketches'

/** Any change of a valid encoding, and any other bytes, must be refused with a `SketchError`. */
export function refusesDamage(encoded: readonly Uint8Array[], decode: (bytes: Uint8Array) => unknown): void {
  for (const bytes of encoded) {
    for (let length = 0; length < bytes.length; length += Math.max(1, bytes.length >> 7))
      expect(() => decode(bytes.slice(0, length))).toThrow(SketchError)
    expect(() => decode(Uint8Array.of(...bytes, 0))).toThrow(SketchError)
  }
  fc.assert(
    fc.property(fc.constantFrom(...encoded), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
      const damaged = bytes.slice()
      damaged[place % damaged.length] ^= change
      expect(() => decode(damaged)).toThrow(SketchError)
    }),
    { numRuns: 300 },
  )
  fc.assert(fc.property(fc.uint8Array(), bytes => expect(() => decode(bytes)).toThrow(SketchError)))
}
