import { mergePartitionName, type ShuffleLog, type ShuffleMessage } from '../../runtime'
import type { StreamClient, StreamRecord } from './clients/stream'

/** Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MOST_RECORDS = 500
const MOST_BYTES = 5 * 1024 * 1024
const ATTEMPTS = 10
const FIRST_DELAY_MS = 50
const LONGEST_DELAY_MS = 2000

export interface StreamShuffleLogOptions {
  readonly stream: Pick<StreamClient, 'putRecords'>
  /** Merge partitions of each output. */
  readonly partitions: number
  readonly wait: (milliseconds: number) => Promise<void>
}

/**
 * The shuffle log on a Kinesis stream. A merge partition's name is the partition key of its messages, so that they are in one shard at any time, and sequence numbers rise
 * from a shard to its children. `PutRecords` doesn't promise an order, so a call has at most one message of a merge partition, and the next call comes when all of it is stored.
 */
export class StreamShuffleLog implements ShuffleLog {
  readonly partitions: number

  constructor(private readonly options: StreamShuffleLogOptions) {
    this.partitions = options.partitions
    if (!Number.isSafeInteger(this.partitions) || this.partitions < 1)
      throw new RangeError(`a shuffle log has at least one partition, got ${this.partitions}; give an integer of at least 1`)
  }

  async append(messages: readonly ShuffleMessage[]): Promise<void> {
    for (const round of roundsOf(messages)) for (const call of callsOf(round)) await this.put(call)
  }

  private async put(records: readonly StreamRecord[]): Promise<void> {
    let left = records
    for (let attempt = 1; ; attempt++) {
      const refused = await this.options.stream.putRecords(left)
      if (refused.length === 0) return
      left = refused.map(index => left[index])
      if (attempt === ATTEMPTS)
        throw new Error(`the shuffle stream refused ${left.length} messages ${ATTEMPTS} times; see whether it has shards enough`)
      await this.options.wait(Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS))
    }
  }
}

/** Round n holds the n-th message of each merge partition. */
function roundsOf(messages: readonly ShuffleMessage[]): readonly (readonly StreamRecord[])[] {
  const rounds: StreamRecord[][] = []
  const counts = new Map<string, number>()
  for (const { output, partition, bytes } of messages) {
    const partitionKey = mergePartitionName(output, partition)
    const round = counts.get(partitionKey) ?? 0
    counts.set(partitionKey, round + 1)
    rounds[round] ??= []
    rounds[round].push({ partitionKey, data: bytes })
  }
  return rounds
}

function callsOf(records: readonly StreamRecord[]): readonly (readonly StreamRecord[])[] {
  const calls: StreamRecord[][] = []
  let bytes = 0
  for (const record of records) {
    const size = record.data.length + record.partitionKey.length
    const last = calls.at(-1)
    if (last === undefined || last.length === MOST_RECORDS || bytes + size > MOST_BYTES) {
      calls.push([record])
      bytes = size
    } else {
      last.push(record)
      bytes += size
    }
  }
  return calls
}
