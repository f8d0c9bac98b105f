import type { DeclaredDifference } from '../../driver'

/** None is allowed: the runtime keeps the law. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
