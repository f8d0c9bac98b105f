import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/kafka-streams.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  {
    cases: 'time-ranges/*',
    conditions: ['negative-times'],
    reason: 'record timestamps of Kafka begin in 1970, and so do windows: earlier events are dead letters',
  },
]
