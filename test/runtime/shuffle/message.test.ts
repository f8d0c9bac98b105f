import fc from 'fast-check'
import { type MessageHeader, MessagePacker, mergePartitionOf, readMessage } from '../../../runtime'

interface Partial {
  readonly cause: number
  readonly index: number
  readonly start: number
  readonly end: number
  readonly key: readonly number[]
  readonly state: readonly number[]
}

function read(bytes: Uint8Array): { readonly header: MessageHeader | undefined; readonly partials: readonly Partial[] } {
  let header: MessageHeader | undefined
  const partials: Partial[] = []
  const fail = (problem: string) => new Error(problem)
  readMessage(
    bytes,
    fail,
    read => {
      header = read
    },
    (cause, index, start, end, source, keyStart, keyEnd, state) =>
      partials.push({ cause, index, start, end, key: [...source.subarray(keyStart, keyEnd)], state: [...state] }),
  )
  return { header, partials }
}

const partial = fc.record({
  step: fc.nat(1),
  start: fc.integer(),
  end: fc.integer(),
  key: fc.uint8Array({ maxLength: 30 }),
  state: fc.uint8Array({ maxLength: 200 }),
})

describe('messages', () => {
  test('carry partial rows with their index within a cause, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(partial, { maxLength: 40 }), fc.integer({ min: 1, max: 600 }), (given, most) => {
        const packer = new MessagePacker('print', 3, most)
        const expected: Partial[] = []
        let cause = 1
        for (const { step, start, end, key, state } of given) {
          cause += step
          const last = expected.at(-1)
          packer.add(start, end, key, 0, key.length, cause, state)
          const index = last?.cause === cause ? last.index + 1 : 0
          expected.push({ cause, index, start, end, key: [...key], state: [...state] })
        }
        expect(packer.empty).toBe(given.length === 0)
        const messages = packer.seal(cause, 77).map(read)
        expect(packer.empty).toBe(true)
        expect(messages.flatMap(({ partials }) => partials)).toEqual(expected)
        const promises = messages.map(({ header }) => header)
        expect(promises.pop()).toEqual({ fingerprint: 'print', producer: 3, throughCause: cause, watermark: 77, successors: null })
        for (const promise of promises) expect(promise).toMatchObject({ throughCause: 0, watermark: Number.NEGATIVE_INFINITY })
      }),
    )
  })

  test('that are cut or too long are refused', () => {
    const packer = new MessagePacker('print', 0, 1000)
    packer.add(1, 2, Uint8Array.of(1), 0, 1, 1, Uint8Array.of(5, 6))
    const [message] = packer.seal(1, 1)
    for (let length = 0; length < message.length; length++) expect(() => read(message.subarray(0, length))).toThrow(/too early/)
    expect(() => read(Uint8Array.from([...message, 0]))).toThrow(/1 bytes are left over/)
  })
})

describe('the merge partition of a key', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const of = (text: string, partitions: number) => mergePartitionOf(bytes(text), 0, bytes(text).length, partitions)

  test('never changes', () => {
    expect(['', 'a', 'b', 'topic', 'ü'].map(key => of(key, 1000))).toMatchInlineSnapshot(`
[
  923,
  715,
  274,
  703,
  902,
]
`)
  })

  test('is spread evenly', () => {
    const counts = new Array(7).fill(0)
    for (let index = 0; index < 7000; index++) counts[of(`key ${index}`, 7)]++
    for (const counted of counts) expect(Math.abs(counted - 1000)).toBeLessThan(150)
  })
})
