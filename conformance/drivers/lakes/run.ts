import { installSparkForDelta, installSparkForHudi, installSparkForIceberg } from './install'
import type { SparkLake } from './spark'

export { runOnFlinkLake } from './flink'
export { runOnSparkLake } from './spark'

export const SPARK_LAKES: readonly SparkLake[] = [
  {
    format: 'delta',
    variant: 'open-source',
    install: installSparkForDelta,
    // The state of a table of few files, which Delta computes at every commit: in 50 tasks where nothing is said.
    settings: { 'spark.databricks.delta.snapshotPartitions': '1' },
  },
  { format: 'iceberg', variant: 'open-source-iceberg', install: installSparkForIceberg },
  {
    format: 'hudi',
    variant: 'open-source-hudi',
    install: installSparkForHudi,
    settings: {
      // Hudi's own files need what the raw file system lacks; and the class is elsewhere in this Spark.
      'spark.hadoop.fs.file.impl': null,
      'spark.sql.streaming.checkpointFileManagerClass': 'org.apache.spark.sql.execution.streaming.FileSystemBasedCheckpointFileManager',
    },
  },
]
