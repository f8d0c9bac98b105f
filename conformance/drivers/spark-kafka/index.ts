import type { Driver } from '../../driver'
import { dependsOnSource } from '../flink-sql-kafka'
import { KAFKA_VERSION } from '../flink-sql-kafka/install'
import { SPARK_VERSION } from '../spark/install'
import { DIFFERENCES } from './differences'
import { installSparkWithKafka } from './install'
import { runOnSparkWithKafka } from './run'

export const sparkKafkaDriver: Driver = {
  name: 'spark-kafka',
  engine: { name: 'spark', variant: 'open-source' },
  runs: `Apache Spark ${SPARK_VERSION} with a Kafka ${KAFKA_VERSION} broker`,
  differences: DIFFERENCES,
  leavesOut: testCase =>
    dependsOnSource(testCase) && testCase.proves === undefined ? undefined : 'spark runs it; only what depends on the source is run twice',
  async install(folder, progress) {
    await installSparkWithKafka(folder, progress)
  },
  run: runOnSparkWithKafka,
}
