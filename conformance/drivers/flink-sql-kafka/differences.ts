import type { DeclaredDifference } from '../../driver'
import { DIFFERENCES as WITH_FILES } from '../flink-sql/differences'

/** Explained in docs/engines/flink-sql.md: the source's format is the same. */
export const DIFFERENCES: readonly DeclaredDifference[] = WITH_FILES.filter(({ cases }) => cases.startsWith('records/'))
