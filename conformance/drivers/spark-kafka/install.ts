import { dirname, join } from 'node:path'
import type { Progress } from '../../driver'
import { installJars, type MavenArtifact } from '../../install'
import { installBroker } from '../flink-sql-kafka/install'
import { installSpark } from '../spark/install'
import checksums from './checksums.json'

/** Spark brings what these depend on. */
const alone = (group: string, artifact: string, version: string): MavenArtifact => ({ group, artifact, version, exclusions: ['*:*'] })

const CONNECTOR_VERSION = '4.1.3'
/** The newest whose parts Maven Central has: of the provider of tokens, which no case needs, that is an older one. */
const CONNECTOR: readonly MavenArtifact[] = [
  alone('org.apache.spark', 'spark-sql-kafka-0-10_2.13', CONNECTOR_VERSION),
  alone('org.apache.spark', 'spark-token-provider-kafka-0-10_2.13', '4.0.0'),
  alone('org.scala-lang.modules', 'scala-parallel-collections_2.13', '1.2.0'),
  alone('org.apache.kafka', 'kafka-clients', '3.9.1'),
  alone('org.apache.commons', 'commons-pool2', '2.12.1'),
  // The newest that Maven Central has.
  alone('org.apache.spark', 'spark-avro_2.13', '4.1.1'),
]

export interface SparkWithKafka {
  readonly python: string
  /** The folder of the connector's jars. */
  readonly jars: string
}

/** Spark, which the driver `spark` has, too, with its connector to Kafka, and a broker. */
export async function installSparkWithKafka(folder: string, progress: Progress): Promise<SparkWithKafka> {
  const cache = dirname(folder)
  await installBroker(folder, progress)
  const jars = join(cache, 'spark-kafka', 'jars')
  await installJars({
    what: `Spark's connector to Kafka ${CONNECTOR_VERSION} and its reader of Avro`,
    folder: jars,
    artifacts: CONNECTOR,
    checksums,
    progress,
  })
  return { python: await installSpark(join(cache, 'spark'), progress), jars }
}
