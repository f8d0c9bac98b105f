import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/beam-yaml.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
