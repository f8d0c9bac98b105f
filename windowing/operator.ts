import type { AggregateFactories } from './accumulators/outputs'
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

/** A specification with what its aggregates are made by. */
export type Equipped<S> = S & { readonly factories: AggregateFactories }

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

/** Whether the entries of a key are wanted. Byte ranges are only valid during the call. */
export type KeyFilter = (keyBytes: Uint8Array, keyStart: number, keyEnd: number) => boolean

/** What every operator with state offers to checkpoints. */
export interface OperatorState {
  /** Entries changed since the last `changes` or `snapshot`: bytes in proportion to what changed. */
  changes(): Uint8Array
  /** The whole state; with a filter (asked once for each key) only that of some keys, for `inherit` of another operator. */
  snapshot(keeps?: KeyFilter): Uint8Array
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
  /**
   * Goes on from a snapshot of another operator of the same specification. First its watermark becomes this one's, which closes windows here with this cause; then its open
   * windows are added. To be called before any event, for several in the order of their watermarks; no two hold the same key.
   */
  inherit(snapshot: Uint8Array, cause: number, receiver: R): void
}

/** The first of two stages. */
export interface PartialOperator extends WindowOperator<PartialReceiver> {
  /** Gives all open windows as they are; the watermark stays. Others go on with these windows from `outputWatermark`. */
  handOver(cause: number, receiver: PartialReceiver): void
}

/** The second stage: merges partials of several partitions; a window closes when the smallest watermark reaches its end. */
export interface MergeOperator extends OperatorState {
  readonly watermark: number
  /** Partials of one producer arrive in its order and before the watermark that promises them. */
  merge(producer: number, start: number, end: number, keyBytes: Uint8Array, keyStart: number, keyEnd: number, state: Uint8Array): void
  /** A producer's watermark moved (never back; +Infinity at its end). Rows that close carry `cause`. */
  advance(producer: number, watermark: number, cause: number, receiver: MergeReceiver): void
  /**
   * A producer ends, and others go on from its last watermark. They may be known already, from another producer that they follow; then
   * the later watermark holds.
   */
  handOver(producer: number, successors: readonly number[], watermark: number, cause: number, receiver: MergeReceiver): void
  /** All producers end: all windows close with this cause. */
  finish(cause: number, receiver: MergeReceiver): void
}

/** Takes what a merge gives: nothing is late there. */
export type MergeReceiver = Pick<RowReceiver, 'row' | 'failed'>

export interface MergeSpecification extends Omit<OperatorSpecification, 'partitionIndex' | 'maxDelayMs'> {
  /**
   * The producers at the start, over whose watermarks the smallest is taken: so many, numbered from 0, or these numbers. A count is fixed for the life of the
   * state; of numbers the state knows better, since producers hand over to others.
   */
  readonly producers: number | readonly number[]
}
