import type { Value } from '../pipeline'

/** A position in a partition's log; rising. A bigint where a broker's positions have more than 53 bits. */
export type Position = number | bigint

/**
 * Records of one partition in log order, as columns over one buffer (arrays may be longer than `length`).
 */
export interface RecordBatch {
  readonly length: number
  readonly positions: ArrayLike<Position>
  /** When the broker took the record, epoch ms; NaN where the log has no arrival times. For a tick: the tick's time. */
  readonly arrivalTimes: Float64Array
  /** 1: the record is a tick and has no bytes. */
  readonly ticks: Uint8Array
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Why a record, or a row, is a dead letter. */
export type RecordErrorCode =
  | 'malformed' // bytes are not of the format (JSON, Avro, CSV syntax, trailing bytes)
  | 'invalid-utf8'
  | 'lone-surrogate'
  | 'too-large'
  | 'too-deep'
  | 'missing-field'
  | 'wrong-type'
  | 'out-of-range' // integer beyond int64, decimal beyond its precision, number that is not finite, unknown enum value
  | 'invalid-time' // null, unparsable, outside 0001-01-01 … 9999-12-31
  | 'time-ahead'
  | 'null-key'
  | 'expression-error'
  | 'aggregate-error'

/** A bad record is a value, not an exception. */
export interface RecordError {
  readonly code: RecordErrorCode
  /** JSON-pointer-like path of the field, '' for the whole record. */
  readonly path: string
  /** Lower case; what was got, what is allowed. */
  readonly message: string
}

/** A decoded column; entries are aligned with the records that were decoded. */
export type DecodedColumn =
  /** boolean (0/1), int64, double, decimal (unscaled), timestamp (ms), date (days). `wide`: integers beyond 2^53, by entry. */
  | { readonly kind: 'number'; readonly values: Float64Array; readonly nulls: Uint8Array; readonly wide: Map<number, bigint> }
  /** string and enum: UTF-8 bytes, unescaped; `starts[i] < 0` is null. `bytes` may change from call to call. */
  | { readonly kind: 'text'; bytes: Uint8Array; readonly starts: Int32Array; readonly ends: Int32Array }
  /** list, record, bytes. */
  | { readonly kind: 'value'; readonly values: Value[] }

export const DECODED = 0
export const TICK = 1
export const DEAD = 2

/** What a decoder fills; reused from call to call. */
export interface DecodedBatch {
  /** Records decoded by the last call. */
  length: number
  /** DECODED, TICK or DEAD, by entry. */
  readonly status: Uint8Array
  /** Event time (for a tick its time), integer epoch ms. */
  readonly times: Float64Array
  /** One for each top-level field of `fields`, in that order. */
  readonly columns: readonly DecodedColumn[]
  /** By entry, for DEAD ones. */
  readonly errors: Map<number, RecordError>
}

/** Turns records into columns. Validates the whole record, and gives columns only for the fields that were asked for. */
export interface Decoder {
  /** Names of the fields that have a column. */
  readonly fields: readonly string[]
  readonly batch: DecodedBatch
  /** Decodes records from index `from`, at most the decoder's capacity; returns how many. Entry 0 is record `from`. */
  decode(records: RecordBatch, from: number): number
}
