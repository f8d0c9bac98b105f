import type { Shard as SdkShard } from '@aws-sdk/client-kinesis'
import type { Shard, StreamClient } from '../clients/stream'
import { lazily } from './lazily'

/** Answers without records before the end of a shard that was seldom written to. */
const EMPTY_READS = 20

/** A Kinesis stream by AWS's SDK. */
export function sdkStream(name: string): StreamClient {
  const kinesis = lazily(() => import('@aws-sdk/client-kinesis').then(sdk => ({ sdk, client: new sdk.KinesisClient({}) })))
  return {
    async putRecords(records) {
      const { sdk, client } = await kinesis()
      const answer = await client.send(
        new sdk.PutRecordsCommand({
          StreamName: name,
          Records: records.map(({ partitionKey, explicitHashKey, data }) => ({
            PartitionKey: partitionKey,
            Data: data,
            ...(explicitHashKey !== undefined && { ExplicitHashKey: explicitHashKey.toString() }),
          })),
        }),
      )
      return (answer.Records ?? []).flatMap(({ ErrorCode }, index) => (ErrorCode === undefined ? [] : [index]))
    },
    async listShards() {
      const { sdk, client } = await kinesis()
      const shards: Shard[] = []
      for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
        const answer = await client.send(new sdk.ListShardsCommand(next === undefined ? { StreamName: name } : { NextToken: next }))
        shards.push(...(answer.Shards ?? []).map(shardOf))
        next = answer.NextToken
      }
      return shards
    },
    async atEnd(shardId, sequenceNumber) {
      const { sdk, client } = await kinesis()
      const from =
        sequenceNumber === null
          ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
          : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: sequenceNumber } as const)
      const start = await client.send(new sdk.GetShardIteratorCommand({ StreamName: name, ShardId: shardId, ...from }))
      let iterator = start.ShardIterator
      for (let read = 0; read < EMPTY_READS && iterator !== undefined; read++) {
        const answer = await client.send(new sdk.GetRecordsCommand({ ShardIterator: iterator, Limit: 1 }))
        if ((answer.Records ?? []).length > 0) return false
        if ((answer.MillisBehindLatest ?? 0) === 0) return true
        iterator = answer.NextShardIterator
      }
      return iterator === undefined
    },
  }
}

function shardOf({ ShardId, ParentShardId, AdjacentParentShardId, HashKeyRange, SequenceNumberRange }: SdkShard): Shard {
  return {
    id: ShardId ?? '',
    parents: [ParentShardId, AdjacentParentShardId].flatMap(parent => (parent === undefined ? [] : [parent])),
    firstHashKey: BigInt(HashKeyRange?.StartingHashKey ?? 0),
    lastHashKey: BigInt(HashKeyRange?.EndingHashKey ?? 0),
    closed: SequenceNumberRange?.EndingSequenceNumber !== undefined,
  }
}
