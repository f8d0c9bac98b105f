import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/spark.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  {
    cases: 'formats/csv/tumbling-late',
    reason: 'CSV has no place for stamped watermarks, without which Spark judges lateness by its micro-batches',
  },
  {
    cases: 'time-ranges/*',
    conditions: ['negative-times'],
    reason: "a stream's watermark starts at 1970 in Spark, which drops windows that end before as late; in batch mode the rows are equal",
  },
]
