import type { DeclaredDifference } from '../../driver'

/** None: what differs, the driver `spark` runs from files. */
export const DIFFERENCES: readonly DeclaredDifference[] = []
