import type { Position, RecordBatch } from '../records'

/** Partial rows of one producer for one merge partition; `bytes` are what `encodeMessage` made. */
export interface ShuffleMessage {
  readonly output: string
  /** The merge partition, from 0. */
  readonly partition: number
  /** The index of the partition of the source that it comes from; a broker may use it as nothing, an adapter for metrics. */
  readonly producer: number
  readonly bytes: Uint8Array
}

/**
 * The log between two stages: for each output, `partitions` ordered logs of messages.
 *
 * `append` is durable when it returns. A message may be stored more than once, by a retry or by two workers on one partition: the second stage
 * knows how far it has each producer and drops what it has (so any broker will do, without transactions). What a log must keep is the order: it never
 * stores a message without those before it in the same call, and a call that returned comes before a later one.
 */
export interface ShuffleLog {
  /** Merge partitions of each output; fixed for the life of a pipeline's state. */
  readonly partitions: number
  append(messages: readonly ShuffleMessage[]): Promise<void>
}

/** A shuffle log that this process can read, e.g. in memory or in a directory. Elsewhere the broker hands over the records. */
export interface ReadableShuffleLog extends ShuffleLog {
  /** At most `limit` messages (default 1,000) after the position (null: from the start), as records for a merge processor. */
  read(output: string, partition: number, after: Position | null, limit?: number): Promise<RecordBatch>
}
