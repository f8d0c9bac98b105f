import { createHash } from 'node:crypto'
import { type HashRange, hashKeyOf, inRange } from './hash-key'

/**
 * User records that the Kinesis Producer Library (KPL) put into one record.
 * Source of the format: https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md: four bytes, a protobuf message
 * `AggregatedRecord { repeated string partition_key_table = 1; repeated string explicit_hash_key_table = 2; repeated Record records = 3 }` with
 * `Record { required uint64 partition_key_index = 1; optional uint64 explicit_hash_key_index = 2; required bytes data = 3; repeated Tag tags = 4 }`, and the MD5 of the message.
 */
export interface UserRecord {
  /** In the aggregated record, from 0. */
  readonly index: number
  readonly data: Uint8Array
}

const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2])
const DIGEST_BYTES = 16

export const isAggregated = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.length)).equals(MAGIC)

/**
 * The user records in the order of the producer; undefined where the bytes are no aggregated record (also where the checksum is wrong, or the message is damaged: then the
 * record is an event as it is). A record that a resharding put into the wrong shard is left out where `range` is known: the producer sends it again to the right one
 * (https://docs.aws.amazon.com/streams/latest/dev/kinesis-kpl-concepts.html and the KCL's `AggregatorUtil`, which leaves them out too).
 */
export function deaggregate(bytes: Uint8Array, range?: HashRange): readonly UserRecord[] | undefined {
  if (!isAggregated(bytes) || bytes.length < MAGIC.length + DIGEST_BYTES) return undefined
  const message = bytes.subarray(MAGIC.length, bytes.length - DIGEST_BYTES)
  const digest = createHash('md5').update(message).digest()
  if (!digest.equals(bytes.subarray(bytes.length - DIGEST_BYTES))) return undefined
  try {
    return readRecords(message, range)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readRecords(message: Uint8Array, range: HashRange | undefined): readonly UserRecord[] {
  const fields = readFields(message)
  const text = (bytes: Uint8Array | number) => Buffer.from(asBytes(bytes)).toString('utf8')
  const partitionKeys = fields.filter(field => field.number === 1).map(field => text(field.value))
  const hashKeys = fields.filter(field => field.number === 2).map(field => BigInt(text(field.value)))
  const records = fields.filter(field => field.number === 3).map(field => readFields(asBytes(field.value)))
  const fieldOf = (record: readonly Field[], number: number) => record.findLast(field => field.number === number)?.value
  return records.flatMap((record, index) => {
    const data = asBytes(fieldOf(record, 3))
    const explicit = fieldOf(record, 2)
    const partitionKey = partitionKeys[Number(fieldOf(record, 1))] ?? fault('a partition key is missing')
    const hashKey = explicit === undefined ? undefined : (hashKeys[Number(explicit)] ?? fault('a hash key is missing'))
    return range && !inRange(hashKey ?? hashKeyOf(partitionKey), range) ? [] : [{ index, data }]
  })
}

/** A field of a protobuf message, of the wire types that the format has. Source: https://protobuf.dev/programming-guides/encoding/ */
interface Field {
  readonly number: number
  /** A number for VARINT (0), bytes for LEN (2). */
  readonly value: number | Uint8Array
}

function readFields(message: Uint8Array): readonly Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++] ?? fault('it ends too early')
      value += (byte & 127) * scale
      if (value > Number.MAX_SAFE_INTEGER) fault('a number is too large')
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const tag = varint()
    const type = tag % 8
    if (type !== 0 && type !== 2) fault(`wire type ${type}`)
    const value = varint()
    if (type === 2 && value > message.length - at) fault('it ends too early')
    const number = Math.floor(tag / 8)
    fields.push({ number, value: type === 0 ? value : message.subarray(at, at + value) })
    if (type === 2) at += value
  }
  return fields
}

const asBytes = (value: number | Uint8Array | undefined) => (value instanceof Uint8Array ? value : fault('a field is missing'))

function fault(problem: string): never {
  throw new RangeError(problem)
}
