import type { ConformanceCase } from '../../case'
import type { Driver } from '../../driver'
import { isAvro } from '../../formats/avro'
import { FLINK_VERSION } from '../flink-sql/install'
import { DIFFERENCES } from './differences'
import { installFlinkWithKafka, KAFKA_VERSION } from './install'
import { runOnFlinkWithKafka } from './run'

/** What depends on the source: windows, lateness, partitions, records. */
const TOPICS: readonly string[] = ['partitions', 'outputs', 'records', 'formats', 'bad-input', 'arrival', 'time-ranges']
const WINDOWS = /^(tumbling|hopping|session)\/(count-sum-avg-min-max|first-last)\/(boundary|late)$|^examples\/earthquakes/

/** Whether a case shows anything that the source decides. */
function dependsOnSource({ name }: ConformanceCase): boolean {
  return TOPICS.includes(name.split('/')[0]) || WINDOWS.test(name)
}

export const flinkSqlKafkaDriver: Driver = {
  name: 'flink-sql-kafka',
  engine: { name: 'flink-sql', variant: 'open-source' },
  runs: `Apache Flink ${FLINK_VERSION} with a Kafka ${KAFKA_VERSION} broker`,
  differences: DIFFERENCES,
  carries: ['Avro', 'broken Avro', 'arrival times', 'bytes that are not UTF-8', 'line ends in records'],
  leavesOut: testCase => {
    if (isAvro(testCase.definition.source) && testCase.conditions.includes('bad-records'))
      return "a datum that can't be read fails the job, as docs/engines/flink-sql.md says"
    return dependsOnSource(testCase) ? undefined : 'flink-sql runs it; only what depends on the source is run twice'
  },
  install: installFlinkWithKafka,
  run: runOnFlinkWithKafka,
}
