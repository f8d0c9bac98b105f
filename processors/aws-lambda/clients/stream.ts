/** A shard as `ListShards` says it. */
export interface Shard {
  readonly id: string
  /** One after a split, two after a merge; also those whose records are past their retention. */
  readonly parents: readonly string[]
  /** Inclusive, 0 to 2^128 − 1. */
  readonly firstHashKey: bigint
  readonly lastHashKey: bigint
  /** Takes no more records: it was split or merged. */
  readonly closed: boolean
}

export interface StreamRecord {
  readonly partitionKey: string
  /** Instead of the partition key's hash. */
  readonly explicitHashKey?: bigint
  readonly data: Uint8Array
}

/** One Kinesis stream: the calls that this package makes. Throws what a retry may heal. */
export interface StreamClient {
  /**
   * `PutRecords`: at most 500 records. Gives the indexes of those that were not stored. The order of the stored ones is not promised
   * (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html).
   */
  putRecords(records: readonly StreamRecord[]): Promise<readonly number[]>
  /** All shards that still have records, all pages. */
  listShards(): Promise<readonly Shard[]>
  /** Whether no record follows the sequence number (null: whether there is none at all). */
  atEnd(shardId: string, sequenceNumber: string | null): Promise<boolean>
}
