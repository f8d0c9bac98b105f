/**
 * Something that gave no row, as an engine tells of it: a late event or a dead letter. What an engine doesn't tell is left out; it must tell enough to know the record
 * again among those of a case.
 */
export interface RejectedRecord {
  /** The output that has no row of it; null: the record itself is bad. */
  readonly output: string | null
  readonly reason: RejectionReason
  readonly partition?: number
  /** Place in the partition, from 0. */
  readonly index?: number
  /** Its text, where it is text. */
  readonly record?: string
  /** Event time, epoch milliseconds. */
  readonly timeMs?: number
}

/** `decode`: the record is no event, for whatever reason. */
export type RejectionReason = 'late' | 'decode' | 'time-ahead' | 'null-key' | 'expression-error' | 'aggregate-error'

const OWN: readonly RejectionReason[] = ['late', 'time-ahead', 'null-key', 'expression-error', 'aggregate-error']

/** The reason in an engine's code, of which it may have more: `wrong-type: place`. */
export function reasonOf(code: string): RejectionReason {
  return OWN.find(reason => code === reason || code.startsWith(`${reason}:`)) ?? 'decode'
}
