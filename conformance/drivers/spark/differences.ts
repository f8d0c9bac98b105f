import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/spark.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
