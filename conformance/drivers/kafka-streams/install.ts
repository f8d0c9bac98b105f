import { join } from 'node:path'
import type { Progress } from '../../driver'
import { installJars, type MavenArtifact } from '../../install'

export const KAFKA_VERSION = '4.3.1'

const ARTIFACTS: readonly MavenArtifact[] = [
  { group: 'org.apache.kafka', artifact: 'kafka-streams-test-utils', version: KAFKA_VERSION },
  { group: 'org.slf4j', artifact: 'slf4j-nop', version: '1.7.36' },
]

export const jarsFolder = (folder: string): string => join(folder, 'jars')

/** Kafka Streams with its test driver. A JDK (17 or later) must be there. */
export async function installKafkaStreams(folder: string, progress: Progress): Promise<void> {
  await installJars({ what: `Kafka Streams ${KAFKA_VERSION}`, folder: jarsFolder(folder), artifacts: ARTIFACTS, progress })
}
