import type { RecordValue } from '../pipeline'
import type { Position, RecordError } from './records'

/** Checkpoint bytes of one partition: a base and what was appended since. */
export interface StoredState {
  /** Rises by one with every commit. */
  readonly version: number
  readonly chunks: readonly Uint8Array[]
}

export interface StateChange {
  /** `append`: after the stored chunks; `replace`: instead of them. */
  readonly kind: 'append' | 'replace'
  readonly bytes: Uint8Array
}

/** Checkpoints. A commit costs in proportion to its bytes. */
export interface StateStore {
  /** Undefined where nothing was ever committed. Never gives torn bytes: a damaged store throws `StateError`. */
  load(partition: string): Promise<StoredState | undefined>
  /** Stores the change durably iff the stored version is still `expectedVersion` (0: none yet); false: somebody else was first. */
  commit(partition: string, expectedVersion: number, change: StateChange): Promise<boolean>
}

/** A row and the ordinal of the record that caused it. */
export interface OutputRow {
  readonly cause: number
  readonly values: RecordValue
}

export interface SinkBatch {
  readonly partition: string
  readonly output: string
  /** `late`: values are {eventTime, watermark, position, arrivalTime, record}; `record` is the original bytes. */
  readonly channel: 'rows' | 'late'
  /** In order; causes never fall. All rows of a cause are in one batch. */
  readonly rows: readonly OutputRow[]
  /** The last ordinal that was processed; at least the last row's cause. */
  readonly throughCause: number
}

/** Takes rows. For each (partition, output, channel) it keeps the highest cause beside the rows, in one atomic step. */
export interface Sink {
  /** Drops rows at or before the stored highest cause, stores the others and their highest cause atomically and durably. */
  write(batch: SinkBatch): Promise<void>
}

export interface DeadLetter {
  readonly cause: number
  /** The output whose step failed; null where the record itself is bad. */
  readonly output: string | null
  readonly error: RecordError
  readonly position: Position
  readonly arrivalTime: number
  /** The original bytes, untouched; for `aggregate-error` empty. */
  readonly record: Uint8Array
}

export interface DeadLetterBatch {
  readonly partition: string
  readonly letters: readonly DeadLetter[]
  readonly throughCause: number
}

/** Takes dead letters under the same protocol as a sink. */
export interface DeadLetters {
  write(batch: DeadLetterBatch): Promise<void>
}

/** The only source of time; for ticks and metrics, never for results. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
}
