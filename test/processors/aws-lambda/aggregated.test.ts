import { deaggregate, isAggregated } from '../../../processors/aws-lambda/aggregated'
import { hashKeyOf } from '../../../processors/aws-lambda/hash-key'
import { aggregate } from './support/kpl'

const bytes = (text: string) => new TextEncoder().encode(text)
const texts = (record: Uint8Array, range?: { firstHashKey: bigint; lastHashKey: bigint }) =>
  deaggregate(record, range)?.map(({ index, data }) => [index, Buffer.from(data).toString()])

const three = aggregate([
  { partitionKey: 'a', data: bytes('one') },
  { partitionKey: 'b', data: bytes('x'.repeat(300)) },
  { partitionKey: 'a', explicitHashKey: '5', data: bytes('') },
])

test('gives the user records in their order', () => {
  expect(isAggregated(three)).toBe(true)
  expect(texts(three)).toEqual([
    [0, 'one'],
    [1, 'x'.repeat(300)],
    [2, ''],
  ])
})

test('leaves out what hashes into another shard, and keeps the places of the others', () => {
  const only = (hashKey: bigint) => ({ firstHashKey: hashKey, lastHashKey: hashKey })
  expect(texts(three, only(hashKeyOf('a')))).toEqual([[0, 'one']])
  expect(texts(three, only(5n))).toEqual([[2, '']])
  expect(texts(three, { firstHashKey: 0n, lastHashKey: (1n << 128n) - 1n })).toHaveLength(3)
})

test('hash keys are those of the MD5 digest', () => {
  // RFC 1321, A.5: MD5 ("abc") = 900150983cd24fb0d6963f7d28e17f72
  expect(hashKeyOf('abc')).toBe(0x900150983cd24fb0d6963f7d28e17f72n)
})

test('what is damaged, cut or no such record is an event as it is', () => {
  expect(deaggregate(bytes('{"a":1}'))).toBeUndefined()
  expect(deaggregate(new Uint8Array(0))).toBeUndefined()
  for (let length = 0; length < three.length; length++) expect(deaggregate(three.subarray(0, length))).toBeUndefined()
  for (let at = 4; at < three.length; at += 7) {
    const damaged = Uint8Array.from(three)
    damaged[at] ^= 1
    expect(deaggregate(damaged)).toBeUndefined()
  }
})

test('a message that has the right checksum and is damaged is no such record either', () => {
  const { createHash } = jest.requireActual<typeof import('node:crypto')>('node:crypto')
  for (const hex of ['1a', '1a05', '1a0408', '1a040800', '0b', '1a021a00', '0affffffffffffffffff7f', '1a0408051a00']) {
    const message = Buffer.from(hex, 'hex')
    const record = Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, createHash('md5').update(message).digest()])
    expect([hex, deaggregate(record)]).toEqual([hex, undefined])
  }
})
