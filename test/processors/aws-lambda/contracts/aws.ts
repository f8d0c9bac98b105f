import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type BucketClient,
  BucketObjectStore,
  Outbox,
  type StreamClient,
  StreamShuffleLog,
  type TableClient,
  TableStateStore,
} from '../../../../processors/aws-lambda'
import type { DeadLetter, Position, ReadableShuffleLog, SinkBatch, StateStore } from '../../../../runtime'
import { mergePartitionName, recordBatchOf } from '../../../../runtime'
import { deadLettersContract } from '../../../runtime/contracts/dead-letters'
import { shuffleLogContract } from '../../../runtime/contracts/shuffle-log'
import { sinkContract } from '../../../runtime/contracts/sink'
import { stateStoreContract } from '../../../runtime/contracts/state-store'
import { objectStoreContract } from '../../../tables/contracts/object-store'
import { placed, publishedLetters, stagedRows } from './published'

/** What a platform under test gives: clients of a table, a bucket and a stream that nobody else uses. */
export interface AwsPlatform {
  readonly table: TableClient
  readonly bucket: BucketClient
  readonly stream: StreamClient
  /** All records of the stream, those of a shard in their order. */
  readStream(): Promise<readonly { readonly partitionKey: string; readonly sequenceNumber: string; readonly data: Uint8Array }[]>
  end?(): void
}

/** The ports' contracts on AWS; `start` gives an empty platform. */
export function awsContracts(name: string, start: () => AwsPlatform): void {
  const storeOf = ({ table, bucket }: AwsPlatform) => new TableStateStore({ table, bucket, now: Date.now, newId: randomUUID })

  stateStoreContract(`${name} table`, () => {
    const platform = start()
    return { open: () => storeOf(platform), end: () => platform.end?.() }
  })

  objectStoreContract(`${name} bucket`, async () => {
    const { bucket } = start()
    return { store: new BucketObjectStore(bucket, 'tables/a/'), reopen: () => new BucketObjectStore(bucket, 'tables/a/') }
  })

  shuffleLogContract(`${name} stream`, () => {
    const platform = start()
    return { open: partitions => readable(platform, partitions), end: () => platform.end?.() }
  })

  sinkContract(`${name} outbox`, () => {
    const platform = start()
    return {
      end: () => platform.end?.(),
      open: () => {
        const worker = new Worker(platform, storeOf(platform))
        return {
          sink: {
            write: batch =>
              worker.write(batch.partition, `${batch.output} ${batch.channel}`, batch.throughCause, cause => rowsAfter(batch, cause)),
          },
          stored: (partition, output, channel) => stagedRows(platform, { partition, output, channel }),
        }
      },
    }
  })

  deadLettersContract(`${name} outbox`, () => {
    const platform = start()
    return {
      end: () => platform.end?.(),
      open: () => {
        const worker = new Worker(platform, storeOf(platform))
        return {
          deadLetters: {
            write: ({ partition, letters, throughCause }) =>
              worker.write(partition, 'letters', throughCause, cause => ({ letters: letters.filter(letter => letter.cause > cause) })),
          },
          stored: async (partition): Promise<readonly DeadLetter[]> => publishedLetters(platform, partition),
        }
      },
    }
  })
}

/** What a worker gives to the outbox. */
interface Written {
  readonly batch?: SinkBatch
  readonly letters?: readonly DeadLetter[]
}

const rowsAfter = (batch: SinkBatch, cause: number): Written => ({
  batch: placed({ ...batch, rows: batch.rows.filter(row => row.cause > cause) }),
})

/** A shuffle log whose messages are read from the stream. */
function readable({ stream, readStream }: AwsPlatform, partitions: number): ReadableShuffleLog {
  const log = new StreamShuffleLog({ stream, partitions, wait: milliseconds => wait(milliseconds / 50) })
  return {
    partitions,
    append: messages => log.append(messages),
    async read(output: string, partition: number, after: Position | null, limit = 1000) {
      const records = (await readStream())
        .filter(({ partitionKey }) => partitionKey === mergePartitionName(output, partition))
        .map(({ sequenceNumber, data }) => ({ position: BigInt(sequenceNumber), arrivalTime: Number.NaN, bytes: data }))
        .filter(({ position }) => after === null || position > after)
      return recordBatchOf(records.slice(0, limit))
    },
  }
}

/**
 * A processor's part of the protocol: effects go with a checkpoint, which here is the highest cause of each place; what it has is not given again.
 */
class Worker {
  private readonly outbox: Outbox
  private readonly state: StateStore

  constructor({ bucket }: AwsPlatform, store: TableStateStore) {
    this.outbox = new Outbox({ store, bucket, now: Date.now, newId: randomUUID })
    this.state = this.outbox.ports.state
  }

  async write(partition: string, place: string, throughCause: number, after: (cause: number) => Written): Promise<void> {
    for (;;) {
      const stored = await this.state.load(partition)
      const causes: Record<string, number> = stored === undefined ? {} : JSON.parse(new TextDecoder().decode(stored.chunks[0]))
      const cause = causes[place] ?? 0
      if (throughCause <= cause) return
      const { batch, letters } = after(cause)
      if (batch !== undefined && batch.rows.length > 0) await this.outbox.ports.sink.write(batch)
      if (letters !== undefined) await this.outbox.ports.deadLetters.write({ partition, letters, throughCause })
      const bytes = new TextEncoder().encode(JSON.stringify({ ...causes, [place]: throughCause }))
      if (await this.state.commit(partition, stored?.version ?? 0, { kind: 'replace', bytes })) return
    }
  }
}
