import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/duckdb.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
