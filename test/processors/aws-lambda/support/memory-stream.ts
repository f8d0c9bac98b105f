import type { Shard, StreamClient, StreamRecord } from '../../../../processors/aws-lambda'
import type { KinesisEventRecord } from '../../../../processors/aws-lambda/events'
import { hashKeyOf, inRange } from '../../../../processors/aws-lambda/hash-key'

const HASH_KEYS = 1n << 128n
const MOST_RECORDS = 500
const MOST_RECORD_BYTES = 1024 * 1024
const MOST_BYTES = 5 * 1024 * 1024
/** Of the size that real ones have. */
const FIRST_SEQUENCE_NUMBER = 49590338271490256608559692538361571095921575989136588898n
const SEQUENCE_STEP = 1208925819614629174706189n

interface StoredShard {
  shard: Shard
  readonly records: KinesisEventRecord[]
}

/** Kinesis' semantics, as far as the client's interface has them, in memory: hash keys, sequence numbers, splits and merges. */
export class MemoryStream implements StreamClient {
  private readonly shards = new Map<string, StoredShard>()
  private readonly expired = new Set<string>()
  private sequence = FIRST_SEQUENCE_NUMBER
  /** Epoch ms at which records arrive. */
  now = Date.UTC(2026, 0, 2)

  /** @param refuses whether `PutRecords` throttles this record, by a count of all that it was given */
  constructor(
    count: number,
    private readonly refuses: (record: number) => boolean = () => false,
  ) {
    const width = HASH_KEYS / BigInt(count)
    for (let index = 0; index < count; index++) {
      const last = index === count - 1 ? HASH_KEYS - 1n : width * BigInt(index + 1) - 1n
      this.add([], width * BigInt(index), last)
    }
  }

  private given = 0

  async putRecords(records: readonly StreamRecord[]): Promise<readonly number[]> {
    const sizes = records.map(({ data, partitionKey }) => data.length + Buffer.byteLength(partitionKey))
    if (records.length === 0 || records.length > MOST_RECORDS) throw new Error(`PutRecords of ${records.length} records`)
    if (sizes.some(size => size > MOST_RECORD_BYTES)) throw new Error('a record of more than 1 MiB')
    if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) throw new Error('PutRecords of more than 5 MiB')
    const refused: number[] = []
    // Kinesis doesn't promise the order of a call's records: the worst one is the other way round.
    for (let index = records.length - 1; index >= 0; index--) {
      if (this.refuses(this.given++)) refused.push(index)
      else this.put(records[index])
    }
    return refused.toReversed()
  }

  async listShards(): Promise<readonly Shard[]> {
    return this.all.filter(({ id }) => !this.expired.has(id))
  }

  /** A closed shard leaves the list with its last records. */
  expire(shardId: string): void {
    this.expired.add(shardId)
  }

  async atEnd(shardId: string, sequenceNumber: string | null): Promise<boolean> {
    const last = this.records(shardId).at(-1)?.kinesis.sequenceNumber
    return last === undefined || (sequenceNumber !== null && BigInt(last) <= BigInt(sequenceNumber))
  }

  put({ partitionKey, explicitHashKey, data }: StreamRecord): void {
    const hashKey = explicitHashKey ?? hashKeyOf(partitionKey)
    const stored = [...this.shards.values()].find(({ shard }) => !shard.closed && inRange(hashKey, shard))
    if (stored === undefined) throw new Error('no shard has this hash key')
    this.sequence += SEQUENCE_STEP
    const sequenceNumber = String(this.sequence)
    stored.records.push({
      eventSource: 'aws:kinesis',
      eventID: `${stored.shard.id}:${sequenceNumber}`,
      kinesis: {
        partitionKey,
        sequenceNumber,
        data: Buffer.from(data).toString('base64'),
        approximateArrivalTimestamp: this.now / 1000,
      },
    })
  }

  /** In their order. */
  records(shardId: string): readonly KinesisEventRecord[] {
    return this.stored(shardId).records
  }

  get all(): readonly Shard[] {
    return [...this.shards.values()].map(({ shard }) => shard)
  }

  split(shardId: string): void {
    const { firstHashKey, lastHashKey } = this.close(shardId)
    const middle = (firstHashKey + lastHashKey) / 2n
    this.add([shardId], firstHashKey, middle)
    this.add([shardId], middle + 1n, lastHashKey)
  }

  merge(one: string, other: string): void {
    const [first, second] = [this.close(one), this.close(other)].sort((a, b) => (a.firstHashKey < b.firstHashKey ? -1 : 1))
    if (first.lastHashKey + 1n !== second.firstHashKey) throw new Error('shards that are not neighbours')
    this.add([first.id, second.id], first.firstHashKey, second.lastHashKey)
  }

  private close(shardId: string): Shard {
    const stored = this.stored(shardId)
    if (stored.shard.closed) throw new Error('the shard is closed')
    stored.shard = { ...stored.shard, closed: true }
    return stored.shard
  }

  private add(parents: readonly string[], firstHashKey: bigint, lastHashKey: bigint): void {
    const id = `shardId-${String(this.shards.size).padStart(12, '0')}`
    this.shards.set(id, { shard: { id, parents, firstHashKey, lastHashKey, closed: false }, records: [] })
  }

  private stored(shardId: string): StoredShard {
    const stored = this.shards.get(shardId)
    if (stored === undefined) throw new Error(`no shard ${shardId}`)
    return stored
  }
}
