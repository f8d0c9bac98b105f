import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/flink-sql.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
