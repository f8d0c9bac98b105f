import { type Compiled, type PartitionProcessor, type Position, partitionProcessorOf, recordBatchOf } from '../../runtime'
import type { Put, TableClient } from './clients/table'
import type { Deadline } from './deadline'
import { imageJson } from './dynamo-json'
import type { BatchResponse, DynamoEventRecord, QueueEventRecord } from './events'
import { unpacked } from './gzip'
import type { Log } from './log'
import { seenPk } from './names'
import type { Outbox } from './outbox'
import type { Unpacking } from './records'
import { validUtf8 } from './valid-utf8'

/** A transaction has 100 items at most; one of them is the outbox's. */
const CHUNK_MESSAGES = 99
/** SQS keeps messages for 14 days at most, and so an item says for longer than a message can come again. */
const SEEN_SECONDS = 15 * 86_400
const PARTITION = 'messages'

export interface MessageWorkerOptions {
  readonly compiled: Compiled
  readonly outbox: Outbox
  readonly table: TableClient
  readonly unpacking: Unpacking
  /** Epoch ms. */
  readonly now: () => number
}

/** One message of a source without ordered, named partitions. */
interface Message {
  /** What a failure is reported by. */
  readonly id: string
  /** The same each time it is delivered. */
  readonly key: string
  readonly arrivalTime: number
  readonly bytes: Uint8Array
}

/**
 * Processes messages of sources that deliver without order or partitions, for definitions without windows. An item for each message, written in the same transaction as what
 * the message gave, keeps one that is delivered again from being processed again: for 15 days, and as long as it keeps its id (a producer that sends an event twice sends
 * two messages).
 */
export class MessageWorker {
  private processor: PartitionProcessor | null = null
  private processed = 0

  constructor(private readonly options: MessageWorkerOptions) {}

  async handle(records: readonly (QueueEventRecord | DynamoEventRecord)[], deadline: Deadline, log: Log): Promise<BatchResponse> {
    const messages = records.flatMap(messageOf)
    const failed: string[] = []
    for (let from = 0; from < messages.length; from += CHUNK_MESSAGES) {
      const chunk = messages.slice(from, from + CHUNK_MESSAGES)
      try {
        if (!deadline.allows()) log.say('warn', 'the time is up: the rest of the batch is delivered again')
        else if (await this.process(chunk)) continue
      } catch (error) {
        this.processor = null
        log.fail('the messages were not processed, and are delivered again', error)
      }
      failed.push(...chunk.map(({ id }) => id))
    }
    return { batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })) }
  }

  /** Leaves out those that were processed before, as the transaction says. */
  private async process(chunk: readonly Message[]): Promise<true> {
    let left = unique(chunk)
    for (;;) {
      const refused = left.length === 0 ? [] : await this.attempt(left)
      if (refused.length === 0) return true
      const seen = new Set(refused)
      left = left.filter((_, index) => !seen.has(index))
    }
  }

  /** Gives the indexes of messages that were processed before; then nothing was stored. */
  private async attempt(messages: readonly Message[]): Promise<readonly number[]> {
    const { outbox, table, unpacking, now } = this.options
    const originals = new Map<Position, Uint8Array>()
    const first = this.processed + 1
    const batch = recordBatchOf(
      messages.map(({ arrivalTime, bytes }, index) => {
        const record = unpacked(bytes, unpacking)
        if (record !== bytes) originals.set(first + index, bytes)
        return { position: first + index, arrivalTime, bytes: record }
      }),
    )
    this.processed += messages.length
    outbox.begin(PARTITION, { originals, positionText: position => messages[Number(position) - first].key })
    this.processor ??= this.open()
    await this.processor.processBatch(batch)
    const staged = await outbox.stage(PARTITION, first)
    const expires = Math.floor(now() / 1000) + SEEN_SECONDS
    const seen: readonly Put[] = messages.map(({ key }) => ({
      item: { pk: seenPk(key), sk: 'seen', expires },
      condition: { absent: true },
    }))
    const result = await table.transact(staged === undefined ? seen : [...seen, staged])
    return result.done ? [] : [...result.refused.keys()]
  }

  private open(): PartitionProcessor {
    const { compiled, outbox } = this.options
    const ports = { sink: outbox.ports.sink, deadLetters: outbox.ports.deadLetters, state: null }
    return partitionProcessorOf({ compiled, partition: PARTITION, ports, validUtf8 })
  }
}

/** SQS may deliver a message twice in one batch. */
const unique = (messages: readonly Message[]) => [...new Map(messages.map(message => [message.key, message])).values()]

/** A removal from a table is no event: it has no image to read. */
function messageOf(record: QueueEventRecord | DynamoEventRecord): readonly Message[] {
  if (record.eventSource === 'aws:sqs') {
    const { messageId, body, attributes } = record
    return [{ id: messageId, key: messageId, arrivalTime: Number(attributes.SentTimestamp), bytes: Buffer.from(body) }]
  }
  const { eventID, dynamodb } = record
  if (dynamodb.NewImage === undefined) return []
  const arrivalTime = (dynamodb.ApproximateCreationDateTime ?? Number.NaN) * 1000
  return [{ id: dynamodb.SequenceNumber, key: eventID, arrivalTime, bytes: Buffer.from(imageJson(dynamodb.NewImage)) }]
}
