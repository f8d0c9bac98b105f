import { createHash } from 'node:crypto'

/** What a producer aggregates. */
export interface Aggregated {
  readonly partitionKey: string
  readonly explicitHashKey?: string
  readonly data: Uint8Array
}

/** Records aggregated as the Kinesis Producer Library does it; written from its format's description, apart from the reader. */
export function aggregate(records: readonly Aggregated[]): Uint8Array {
  const partitionKeys = [...new Set(records.map(record => record.partitionKey))]
  const hashKeys = [...new Set(records.flatMap(record => record.explicitHashKey ?? []))]
  const message = Buffer.concat([
    ...partitionKeys.map(key => field(1, Buffer.from(key))),
    ...hashKeys.map(key => field(2, Buffer.from(key))),
    ...records.map(({ partitionKey, explicitHashKey, data }) =>
      field(
        3,
        Buffer.concat([
          number(1, partitionKeys.indexOf(partitionKey)),
          ...(explicitHashKey === undefined ? [] : [number(2, hashKeys.indexOf(explicitHashKey))]),
          field(3, Buffer.from(data)),
          field(4, Buffer.concat([field(1, Buffer.from('tag')), field(2, Buffer.from('value'))])),
        ]),
      ),
    ),
  ])
  const digest = createHash('md5').update(message).digest()
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, digest])
}

const number = (tag: number, value: number) => Buffer.concat([varint(tag * 8), varint(value)])
const field = (tag: number, bytes: Buffer) => Buffer.concat([varint(tag * 8 + 2), varint(bytes.length), bytes])

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push(left < 128 ? left : (left % 128) + 128)
    if (left < 128) return Buffer.from(bytes)
  }
}
