import type { Driver } from '../../driver'
import { KAFKA_VERSION } from '../flink-sql-kafka/install'
import { SPARK_VERSION } from '../spark/install'
import { DIFFERENCES } from './differences'
import { installSparkWithKafka } from './install'
import { runOnSparkWithKafka } from './run'

/** What several partitions and several topics decide, and formats that files are not read in. */
const CASES = /^(partitions|outputs|formats\/avro.*)\//

export const sparkKafkaDriver: Driver = {
  name: 'spark-kafka',
  engine: { name: 'spark', variant: 'open-source' },
  runs: `Apache Spark ${SPARK_VERSION} with a Kafka ${KAFKA_VERSION} broker`,
  differences: DIFFERENCES,
  carries: ['Avro', 'broken Avro'],
  leavesOut: ({ name }) => (CASES.test(name) ? undefined : 'spark runs it; only what depends on the source is run twice'),
  async install(folder, progress) {
    await installSparkWithKafka(folder, progress)
  },
  run: runOnSparkWithKafka,
}
