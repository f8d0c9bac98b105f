import fc from 'fast-check'
import { ByteReader, ByteWriter, crc32, encodeBase, encodeChange, restoreCheckpoint, type StatePart } from '../../../runtime/checkpoint'
import { StateError } from '../../../windowing'

/** A part whose state is a list of numbers; changes are those added since. */
class Numbers {
  readonly values: number[] = []
  private saved = 0

  constructor(
    readonly name: string,
    readonly fingerprint = 'f',
  ) {}

  readonly state: StatePart['state'] = {
    changes: () => {
      const added = Uint8Array.from(this.values.slice(this.saved))
      this.saved = this.values.length
      return added
    },
    snapshot: () => {
      this.saved = this.values.length
      return Uint8Array.from(this.values)
    },
    restore: chunks => {
      for (const chunk of chunks) this.values.push(...chunk)
      this.saved = this.values.length
    },
  }
}

const position = fc.oneof(
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0),
  fc.bigInt({ min: -(2n ** 128n) - 9n, max: 2n ** 128n + 9n }),
  fc.bigInt({ min: -(2n ** 256n) + 1n, max: 2n ** 256n - 1n }),
)
const end = fc.constantFrom(
  { finished: false, handedOver: false },
  { finished: true, handedOver: false },
  { finished: false, handedOver: true },
)
const progress = fc.record({ position, ordinal: fc.maxSafeNat(), end }).map(({ end: ended, ...rest }) => ({ ...rest, ...ended }))

describe('a checkpoint', () => {
  test('gives back progress and parts, whatever their order', () => {
    fc.assert(
      fc.property(progress, progress, (first, last) => {
        const [one, other] = [new Numbers('one'), new Numbers('other', 'ü')]
        one.values.push(1, 2)
        const base = encodeBase(first, [one, other])
        one.values.push(3)
        other.values.push(9)
        const change = encodeChange(last, [other, one])
        const restored = [new Numbers('other', 'ü'), new Numbers('one')]
        expect(restoreCheckpoint('p', [base], [new Numbers('one'), new Numbers('other', 'ü')])).toEqual(first)
        expect(restoreCheckpoint('p', [base, change], restored)).toEqual(last)
        expect(restored.map(({ values }) => values)).toEqual([[9], [1, 2, 3]])
      }),
    )
  })

  test('that is cut or changed anywhere is refused', () => {
    const whole = encodeBase({ position: 5n, ordinal: 3, finished: false, handedOver: false }, [new Numbers('one')])
    for (let index = 0; index < whole.length; index++) {
      const changed = whole.slice()
      changed[index] ^= 1
      for (const bytes of [changed, whole.slice(0, index)])
        expect(() => restoreCheckpoint('p', [bytes], [new Numbers('one')])).toThrow(StateError)
    }
  })

  test('with other parts is refused, with every difference', () => {
    const base = encodeBase({ position: 1, ordinal: 1, finished: false, handedOver: false }, [
      new Numbers('same'),
      new Numbers('changed'),
      new Numbers('gone'),
    ])
    expect(() => restoreCheckpoint('p', [base], [new Numbers('new'), new Numbers('changed', 'g'), new Numbers('same')])).toThrow(
      /'p' was made by another definition: changed was changed.*\(then 'f', now 'g'\); it has no state of new; it has state of gone/,
    )
  })

  test('of another format, or with chunks in the wrong places, is refused', () => {
    const at = { position: 1, ordinal: 1, finished: false, handedOver: false }
    const [base, change] = [encodeBase(at, []), encodeChange(at, [])]
    for (const chunks of [[], [change], [base, base]]) expect(() => restoreCheckpoint('p', chunks, [])).toThrow(StateError)
    for (const format of [2, 4]) {
      const other = base.slice()
      other[3] = format
      new DataView(other.buffer).setUint32(other.length - 4, crc32(other, 0, other.length - 4), true)
      expect(() => restoreCheckpoint('p', [other], [])).toThrow(`format ${format}, this version reads 3`)
    }
  })
})

describe('bytes', () => {
  test('CRC-32 has the check value of its standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    expect(crc32(new Uint8Array(0))).toBe(0)
  })

  test('positions that no broker has are refused', () => {
    const writer = new ByteWriter()
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 2n ** 256n, -(2n ** 256n)])
      expect(() => writer.position(wrong)).toThrow(RangeError)
  })

  test('a reader never reads beyond the end, and says what is left', () => {
    const fail = (problem: string) => new Error(problem)
    const writer = new ByteWriter()
    writer.text('héllo')
    writer.double(-0.5)
    const bytes = writer.take()
    expect(writer.length).toBe(0)
    const reader = new ByteReader(bytes, fail)
    expect([reader.text(), reader.double()]).toEqual(['héllo', -0.5])
    reader.finish()
    expect(() => reader.byte()).toThrow(/1 bytes too early/)
    expect(() => new ByteReader(bytes, fail).finish()).toThrow(`${bytes.length} bytes are left over`)
    expect(() => new ByteReader(Uint8Array.of(255, 255, 255, 255), fail).bytes()).toThrow(/too early/)
    expect(() => new ByteReader(Uint8Array.of(1, 0, 0, 0, 255), fail).text()).toThrow(/not valid UTF-8/)
    expect(() => new ByteReader(Uint8Array.of(7), fail).position()).toThrow(/7 is not a kind of position/)
  })
})
