import type { RecordErrorCode } from '../../../../runtime'
import type { ExpectedValue } from '../../../oracle'

/** A dead letter; `cause` counts the records of its partition from 1. */
export interface ExpectedLetter {
  readonly cause: number
  /** Null: the record itself is bad. */
  readonly output: string | null
  readonly code: RecordErrorCode
}

export interface ExpectedLate {
  readonly cause: number
  readonly watermark: number
}

/** A row; values are in the order of the columns. */
export interface ExpectedRow {
  /** Not known where several partitions are merged: there it counts messages between the stages. */
  readonly cause: number | null
  readonly values: readonly ExpectedValue[]
}

/** Instead of a row: its cause, as of a row, and why. */
export interface FailedRow {
  readonly cause: number | null
  readonly code: RecordErrorCode
}

/** What an output gives. */
export interface ExpectedOutput {
  /** By partition; of windows of several partitions one list for all of them. */
  readonly rows: readonly (readonly ExpectedRow[])[]
  readonly failedRows: readonly FailedRow[]
  /** By partition. */
  readonly late: readonly (readonly ExpectedLate[])[]
  readonly letters: readonly (readonly ExpectedLetter[])[]
}
