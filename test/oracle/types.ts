import type { AggregateSpecification, WindowSpecification } from '../../windowing'

export type OracleValue = null | boolean | number | bigint | string | Uint8Array
/** The columns of a group key. */
export type OracleKey = readonly OracleValue[]

/** What an event contributes: one row, several if it was exploded, none if it was dropped (or is a tick). All of them move the watermark. */
export interface OracleEntry {
  /** Rises along the log. */
  readonly ordinal: number
  /** Event time, integer epoch ms. */
  readonly time: number
  readonly rows: readonly { readonly key: OracleKey; readonly columns: readonly OracleValue[] }[]
}

/** The log of one partition. */
export interface OracleLog {
  readonly entries: readonly OracleEntry[]
  /** The cause of what the end of the input closes; undefined: the log goes on, and open windows stay open. */
  readonly endCause?: number
  /** Before its first entry: that of the logs whose state it goes on from. Default −∞. */
  readonly startWatermark?: number
}

export interface OracleDefinition {
  readonly window: WindowSpecification
  readonly aggregates: readonly AggregateSpecification[]
  readonly maxDelayMs: number
}

/** A value that an engine may give: exact ones must be equal, others lie within the bounds that their aggregate promises (see `accepts`). */
export type ExpectedValue =
  | { readonly kind: 'exact'; readonly value: OracleValue }
  /** A double sum or mean; `magnitude` is the sum of absolute values, of which rounding may lose a share. */
  | { readonly kind: 'double'; readonly value: number; readonly magnitude: number }
  | { readonly kind: 'distinct'; readonly count: number; readonly precision: number }
  | { readonly kind: 'quantile'; readonly sorted: readonly number[]; readonly fraction: number; readonly accuracy: number }
  | {
      readonly kind: 'frequent'
      readonly counts: readonly { readonly value: OracleValue; readonly count: number }[]
      readonly limit: number
      readonly capacity: number
    }
  /** An integer sum outside of int64: instead of the row a failure is given. */
  | { readonly kind: 'overflow'; readonly value: bigint }

export interface OracleRow {
  readonly start: number
  readonly end: number
  readonly key: OracleKey
  readonly values: readonly ExpectedValue[]
}

/** A row of one partition, with the ordinal of the entry that closed it. */
export interface CausedRow extends OracleRow {
  readonly cause: number
}

/** A row of an entry that no window took, with the watermark that decided so. */
export interface LateRow {
  readonly ordinal: number
  /** Index into the entry's rows. */
  readonly row: number
  readonly watermark: number
}
