import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/bigquery.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
