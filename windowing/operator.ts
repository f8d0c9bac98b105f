import type { AggregateSpecification, AggregateValue } from './aggregate'
import type { WindowInput } from './input'
import type { WindowSpecification } from './window'

export interface OperatorSpecification {
  readonly window: WindowSpecification
  readonly aggregates: readonly AggregateSpecification[]
  /** W = max(event time) − maxDelayMs. */
  readonly maxDelayMs: number
  /** Breaks ties of `first` and `last` between partitions; 0 for one partition. */
  readonly partitionIndex: number
}

/**
 * Takes what an operator gives, in order (end, start, key). Byte ranges and arrays are only valid during the call.
 */
export interface RowReceiver {
  row(
    start: number,
    end: number,
    keyBytes: Uint8Array,
    keyStart: number,
    keyEnd: number,
    cause: number,
    values: readonly AggregateValue[],
  ): void
  /** An aggregate left its range (int64 sum): no row is given; `problem` says what and the exact value. */
  failed(start: number, end: number, keyBytes: Uint8Array, keyStart: number, keyEnd: number, cause: number, problem: string): void
  /** No window took the entry (index into the input). Called before the entry advances the watermark. */
  late(entry: number, watermark: number): void
}

/** Takes partial aggregates of the first of two stages; `state` is only valid during the call. */
export interface PartialReceiver {
  partial(start: number, end: number, keyBytes: Uint8Array, keyStart: number, keyEnd: number, cause: number, state: Uint8Array): void
  late(entry: number, watermark: number): void
}

/** What every operator with state offers to checkpoints. */
export interface OperatorState {
  /** Entries changed since the last `changes` or `snapshot`: bytes in proportion to what changed. */
  changes(): Uint8Array
  /** The whole state. */
  snapshot(): Uint8Array
  /** Into a fresh operator: a snapshot followed by changes, in the order in which they were taken. Throws `StateError` for foreign or damaged bytes. */
  restore(chunks: readonly Uint8Array[]): void
  /** Open (key, window) pairs; for sessions open sessions; for hopping windows (key, pane) pairs. */
  readonly open: number
  /** Bytes held by the state's typed arrays, keys and boxed values (estimated for boxed ones). */
  readonly stateBytes: number
}

/** Windows of one partition, closed by its own watermark. `R` is `RowReceiver`, or `PartialReceiver` for the first of two stages. */
export interface WindowOperator<R> extends OperatorState {
  /** −Infinity before the first event. */
  readonly watermark: number
  /**
   * What may be promised downstream: no later partial starts before it. Equal to `watermark`, but for the pieces of sessions
   * (first stage), which are cut on a grid of a quarter of the gap.
   */
  readonly outputWatermark: number
  process(input: WindowInput, receiver: R): void
  /** End of a bounded input: W = +Infinity, all windows close with this cause. */
  finish(cause: number, receiver: R): void
}

/** The second stage: merges partials of several partitions; a window closes when the smallest watermark reaches its end. */
export interface MergeOperator extends OperatorState {
  readonly watermark: number
  /** Partials of one producer arrive in its order and before the watermark that promises them. */
  merge(producer: number, start: number, end: number, keyBytes: Uint8Array, keyStart: number, keyEnd: number, state: Uint8Array): void
  /** A producer's watermark moved (never back; +Infinity at its end). Rows that close carry `cause`. */
  advance(producer: number, watermark: number, cause: number, receiver: Pick<RowReceiver, 'row' | 'failed'>): void
}

export interface MergeSpecification extends Omit<OperatorSpecification, 'partitionIndex' | 'maxDelayMs'> {
  /** Producers are numbered from 0; the smallest watermark is taken over all of them. */
  readonly producers: number
}
