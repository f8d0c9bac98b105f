import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/ksqldb.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
