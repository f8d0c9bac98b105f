import type { DeclaredDifference } from '../../driver'
import type { LakeFormat } from './readers'

/** Explained in docs/engines/spark.md. */
export const DIFFERENCES: Readonly<Record<LakeFormat, readonly DeclaredDifference[]>> = { delta: [], iceberg: [], hudi: [] }
