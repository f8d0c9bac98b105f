import type { DeclaredDifference } from '../../driver'

/** None is allowed: the handlers keep the law. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
