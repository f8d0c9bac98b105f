import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/snowflake.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
