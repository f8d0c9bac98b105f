import type { RecordValue } from '../../pipeline'
import type { AggregateSpecification, AggregateValue, WindowInput, WindowSpecification } from '../../windowing'
import type { DecodedBatch, RecordBatch, RecordError } from '../records'

/** What lies between a decoder and the window operators: pure and synchronous. Made by `createProgram`. */
export interface Program {
  /** Top-level fields that need a decoded column, in the order of the schema. A batch's columns must be in this order. */
  readonly fields: readonly string[]
  /** In the order of the definition. */
  readonly outputs: readonly OutputProgram[]
}

export type OutputProgram = WindowedOutputProgram | EventOutputProgram

/**
 * Takes events that fail in this output: `null-key` and `expression-error`, at most one for each entry of the batch. `path` is a JSON pointer
 * into the definition (`/outputs/0/steps/1/condition`).
 */
export type FailureReceiver = (entry: number, error: RecordError) => void

export interface WindowedOutputProgram {
  readonly kind: 'windowed'
  readonly name: string
  /** Filled by `prepare`, valid until the next decode or `prepare`; its arrays may be the batch's own. */
  readonly input: WindowInput
  readonly aggregates: readonly AggregateSpecification[]
  readonly window: WindowSpecification
  /**
   * Fills `input` from a decoded batch (`from`: index of the batch's entry 0 in `records`). Every decoded event and tick advances, also one that
   * a step drops or that fails; a dead record has no entry, or one without any action.
   */
  prepare(batch: DecodedBatch, records: RecordBatch, from: number, firstOrdinal: number, onFailure: FailureReceiver): void
  /** The batch's entry that each entry of `input` came from. Replaced when it grows: read it after each `prepare`. */
  readonly entryOf: Int32Array
  /** The row of the output's columns; null where `having` is not true. Throws `RowFailure`. */
  finishRow(
    start: number,
    end: number,
    keyBytes: Uint8Array,
    keyStart: number,
    keyEnd: number,
    values: readonly AggregateValue[],
  ): RecordValue | null
}

export interface EventOutputProgram {
  readonly kind: 'events'
  readonly name: string
  /** Gives the output's rows in order; `cause` is the ordinal of the event (`firstOrdinal` + entry). A failing event gives no row at all. */
  run(
    batch: DecodedBatch,
    records: RecordBatch,
    from: number,
    firstOrdinal: number,
    onRow: (cause: number, row: RecordValue) => void,
    onFailure: FailureReceiver,
  ): void
}

/** A closed window whose row can't be made: `having` failed. */
export class RowFailure extends Error {
  override readonly name = 'RowFailure'
  constructor(readonly error: RecordError) {
    super(`${error.path}: ${error.message}`)
  }
}
