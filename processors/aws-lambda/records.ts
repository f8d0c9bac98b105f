import type { LogRecord, Position } from '../../runtime'
import { deaggregate, isAggregated } from './aggregated'
import type { KafkaEventRecord, KinesisEventRecord } from './events'
import { unpacked } from './gzip'
import type { HashRange } from './hash-key'
import { tickTime } from './tick-record'

/** A record of a partition's log, and what Lambda calls it. An aggregated record gives several. */
export interface SourceRecord {
  /** A sequence number or an offset: what a failure is reported by. */
  readonly id: string
  readonly record: LogRecord
  /** The bytes as they were in the log, where they were packed. */
  readonly original?: Uint8Array
}

/** Records of one partition of a log, in its order; unpacked when they are asked for, so that a batch of well packed records needs little memory. */
export interface SourceGroup {
  readonly partition: string
  /** See `PartitionProcessorOptions.index`. */
  readonly index: number
  readonly firstId: string
  records(): Iterable<SourceRecord>
}

/** What a record's bytes may be packed in, and how large it may become. */
export interface Unpacking {
  readonly maxRecordBytes: number
  /** Whether bytes that begin like gzip are gzip. */
  readonly gzip: boolean
}

/** Positions of user records within an aggregated record. */
const SUBSEQUENCE_BITS = 20n

/** Groups a Kinesis event's records by shard (Lambda gives one shard an event). */
export function byShard(records: readonly KinesisEventRecord[]): ReadonlyMap<string, readonly KinesisEventRecord[]> {
  return grouped(records, record => record.eventID.split(':')[0])
}

/** The group of one shard. `range`: of its hash keys, where the shard is known; user records outside it belong to another shard. */
export function shardGroup(
  shardId: string,
  events: readonly KinesisEventRecord[],
  unpacking: Unpacking,
  range: HashRange | undefined,
): SourceGroup {
  return {
    partition: shardId,
    index: shardNumber(shardId),
    firstId: events[0].kinesis.sequenceNumber,
    *records() {
      for (const { kinesis } of events) yield* kinesisRecords(kinesis, unpacking, range)
    },
  }
}

/** Whether a record holds user records of the Kinesis Producer Library. */
export const holdsAggregate = ({ kinesis }: KinesisEventRecord) => isAggregated(Buffer.from(kinesis.data.slice(0, 8), 'base64'))

/** The position of a user record: the sequence number, then the place in an aggregated record. */
export function positionOf(sequenceNumber: string, subsequence = 0): bigint {
  return (BigInt(sequenceNumber) << SUBSEQUENCE_BITS) + BigInt(subsequence)
}

/** `<sequence number>`, in an aggregated record with `/<place>`. */
export function positionText(position: Position): string {
  const value = BigInt(position)
  const subsequence = value & ((1n << SUBSEQUENCE_BITS) - 1n)
  return `${value >> SUBSEQUENCE_BITS}${subsequence === 0n ? '' : `/${subsequence}`}`
}

/** The number in a shard's id: unique in its stream, and higher than those of earlier shards. */
export function shardNumber(shardId: string): number {
  const digits = /^shardId-(\d+)$/.exec(shardId)?.[1]
  if (digits === undefined) throw new Error(`got the shard '${shardId}'; a shard's id is 'shardId-' and a number`)
  return Number(digits)
}

/** The partitions of a Kafka event, which has one topic. */
export function kafkaGroups(
  partitions: Readonly<Record<string, readonly KafkaEventRecord[]>>,
  unpacking: Unpacking,
): readonly SourceGroup[] {
  const topics = new Set(Object.values(partitions).flatMap(records => records.map(record => record.topic)))
  if (topics.size > 1)
    throw new Error(`got records of the topics ${[...topics].join(', ')}; a pipeline reads one topic: give each a function of its own`)
  return Object.entries(partitions).flatMap(([partition, events]) => {
    if (events.length === 0) return []
    const group: SourceGroup = {
      partition,
      index: events[0].partition,
      firstId: String(events[0].offset),
      *records() {
        for (const { offset, timestamp, value } of events)
          yield packedRecord(String(offset), offset, timestamp, bytesOf(value ?? ''), unpacking)
      },
    }
    return [group]
  })
}

function* kinesisRecords(
  kinesis: KinesisEventRecord['kinesis'],
  unpacking: Unpacking,
  range: HashRange | undefined,
): Iterable<SourceRecord> {
  const { sequenceNumber: id, partitionKey, approximateArrivalTimestamp } = kinesis
  const bytes = bytesOf(kinesis.data)
  const arrivalTime = Math.round(approximateArrivalTimestamp * 1000)
  const time = tickTime(partitionKey, bytes)
  if (time !== undefined) yield { id, record: { position: positionOf(id), arrivalTime: time, bytes: null } }
  else
    for (const { index, data } of deaggregate(bytes, range) ?? [{ index: 0, data: bytes }])
      yield packedRecord(id, positionOf(id, index), arrivalTime, data, unpacking)
}

function packedRecord(id: string, position: Position, arrivalTime: number, packed: Uint8Array, unpacking: Unpacking): SourceRecord {
  const bytes = unpacked(packed, unpacking)
  const record = { position, arrivalTime, bytes }
  return bytes === packed ? { id, record } : { id, record, original: packed }
}

export function grouped<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key) ?? []
    group.push(value)
    groups.set(key, group)
  }
  return groups
}

export const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64')
