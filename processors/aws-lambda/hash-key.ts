import { createHash } from 'node:crypto'

/** Hash keys of a shard, inclusive, 0 to 2^128 − 1. */
export interface HashRange {
  readonly firstHashKey: bigint
  readonly lastHashKey: bigint
}

/**
 * The hash key of a partition key: MD5 of its UTF-8 bytes, as an integer of 128 bits.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html, "Partition Key".
 */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey, 'utf8').digest('hex')}`)
}

export const inRange = (hashKey: bigint, { firstHashKey, lastHashKey }: HashRange) => hashKey >= firstHashKey && hashKey <= lastHashKey
