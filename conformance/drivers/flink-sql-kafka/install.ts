import { dirname, join } from 'node:path'
import type { Progress } from '../../driver'
import { installJars, type MavenArtifact } from '../../install'
import { installFlink } from '../flink-sql/install'

export const KAFKA_VERSION = '4.3.1'

const BROKER: readonly MavenArtifact[] = [
  { group: 'org.apache.kafka', artifact: 'kafka_2.13', version: KAFKA_VERSION },
  { group: 'org.slf4j', artifact: 'slf4j-simple', version: '1.7.36' },
]
/** Reads Avro with and without a registry's header; there is no 2.1.1. Its own copy of `flink-avro` doesn't go together with another. */
const AVRO: MavenArtifact = { group: 'org.apache.flink', artifact: 'flink-sql-avro-confluent-registry', version: '2.1.0' }
export const KAFKA_CONNECTOR: MavenArtifact = { group: 'org.apache.flink', artifact: 'flink-sql-connector-kafka', version: '4.0.1-2.0' }

/** All drivers with a broker share it. */
export const brokerJars = (folder: string): string => join(dirname(folder), 'kafka')

export async function installBroker(folder: string, progress: Progress): Promise<void> {
  await installJars({ what: `Kafka ${KAFKA_VERSION}`, folder: brokerJars(folder), artifacts: BROKER, progress })
}

/** Flink with its Kafka connector and its readers of Avro, and a broker. */
export async function installFlinkWithKafka(folder: string, progress: Progress): Promise<void> {
  await installFlink(folder, progress, [KAFKA_CONNECTOR], AVRO)
  await installBroker(folder, progress)
}
