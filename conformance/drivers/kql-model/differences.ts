import type { DeclaredDifference } from '../../driver'

const FRACTION = 'a number with a fraction does not convert to a long: the time is null'

/** Explained in docs/engines/kql.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  { cases: '*', conditions: ['late'], reason: 'no event is late: a query sees all that has landed' },
  { cases: 'records/wire-epoch-ms', reason: FRACTION },
  { cases: 'records/event-time-epoch-ms', reason: FRACTION },
]
