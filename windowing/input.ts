/** Adds the entry to its windows. */
export const ADD = 1
/** After the entry was added (if it is), the event time moves the watermark and closes windows. */
export const ADVANCE = 2

/**
 * A column of values. `wide` holds integers beyond 2^53, by entry (then `values` holds the nearest double); it is empty almost always.
 */
export type ValueColumn =
  | { readonly kind: 'number'; readonly values: Float64Array; readonly nulls: Uint8Array; readonly wide: Map<number, bigint> }
  | { readonly kind: 'object'; readonly values: unknown[] }

/**
 * A batch of entries in the order of one partition's log, as columns (arrays may be longer than `length`, and are reused by the caller).
 * An ordinary event is one entry `ADD | ADVANCE`; an event that a step dropped, or a tick, is `ADVANCE`; of an event that was exploded into n only
 * the last entry has `ADVANCE`, so that all of them are judged by the watermark before the event.
 */
export interface WindowInput {
  length: number
  readonly actions: Uint8Array
  /** Event time (for a tick: the tick's time), integer epoch ms. */
  readonly times: Float64Array
  /** The ordinal of the record that the entry came from, rising; rows that it closes carry it as their cause. */
  readonly ordinals: Float64Array
  /** The group key, encoded so that the order of bytes is the order of keys (see `KeyCodec`). */
  keyBytes: Uint8Array
  readonly keyStarts: Int32Array
  readonly keyEnds: Int32Array
  readonly columns: readonly ValueColumn[]
}
