import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/kafka-streams.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
