import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installKafkaStreams, KAFKA_VERSION } from './install'
import { runOnKafkaStreams } from './run'

export const kafkaStreamsDriver: Driver = {
  name: 'kafka-streams',
  engine: { name: 'kafka-streams', variant: 'kafka' },
  runs: `Kafka Streams ${KAFKA_VERSION} on its TopologyTestDriver`,
  differences: DIFFERENCES,
  carries: ['arrival times', 'ticks', 'bytes that are not UTF-8', 'line ends in records', 'Avro', 'broken Avro'],
  leavesOut: ({ partitions }) => (partitions.length > 1 ? 'the test driver has topics of one partition' : undefined),
  install: installKafkaStreams,
  run: runOnKafkaStreams,
}
