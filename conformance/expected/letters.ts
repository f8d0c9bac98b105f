import type { BadRecord } from '../../engines'

/** Where a record stands, and what an engine may tell of it. */
export interface ExpectedPlace {
  readonly partition: number
  /** From 0. */
  readonly index: number
  /** Undefined: it is no text. */
  readonly record: string | undefined
  /** Event time, epoch milliseconds; undefined: it has none. */
  readonly timeMs: number | undefined
}

/** A late event or a dead letter by the law. Without a place: the row of a window and a key that can't be given. */
export interface ExpectedLetter extends Partial<ExpectedPlace> {
  /** Null: the record itself is bad. */
  readonly output: string | null
  readonly kind: BadRecord | 'late'
}
