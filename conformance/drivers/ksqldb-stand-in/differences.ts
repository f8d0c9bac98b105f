import type { DeclaredDifference } from '../../driver'

const LATE_SESSION =
  'a late event joins a session that was given already, or is kept where the law drops it: ksqlDB judges the session that it would form'
const OVERFLOW = 'arithmetic that leaves int64 wraps, as in Java'
const INFINITE = 'a double that is not finite is a value'
const JUMP = 'a jump of time beyond RETENTION loses the windows that it passes by'

/** Explained in docs/engines/ksqldb.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  { cases: 'session/*', conditions: ['late'], reason: LATE_SESSION },
  { cases: 'outputs/five-*', conditions: ['late'], reason: LATE_SESSION },
  { cases: 'scheduled/*', conditions: ['late'], reason: LATE_SESSION },
  {
    cases: 'keys/null-late-*',
    conditions: ['null-keys'],
    reason: 'an event with a null key moves no window time, so that a late event may still count',
  },
  { cases: 'steps/*', conditions: ['late'], reason: 'an event that steps drop moves no window time, so that a late event may still count' },
  { cases: 'time-ranges/*', conditions: ['negative-times'], reason: 'record timestamps of Kafka begin in 1970, and so do windows' },
  { cases: 'values/int64-overflow', conditions: ['overflow'], reason: 'SUM wraps, as in Java' },
  { cases: 'failing/numbers-int64-add', reason: OVERFLOW },
  { cases: 'failing/numbers-int64-subtract', reason: OVERFLOW },
  { cases: 'failing/numbers-int64-multiply', reason: OVERFLOW },
  { cases: 'failing/numbers-int64-negate', reason: OVERFLOW },
  { cases: 'failing/numbers-int64-absolute', reason: OVERFLOW },
  { cases: 'failing/numbers-int64-integer-divide', reason: OVERFLOW },
  { cases: 'failing/numbers-double-multiply', reason: INFINITE },
  { cases: 'failing/numbers-double-divide', reason: INFINITE },
  { cases: 'records/event-time-*', reason: JUMP },
]
