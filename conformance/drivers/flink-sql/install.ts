import { join } from 'node:path'
import type { Progress } from '../../driver'
import { installJars, type MavenArtifact } from '../../install'

export const FLINK_VERSION = '2.1.1'

const flink = (artifact: string): MavenArtifact => ({ group: 'org.apache.flink', artifact, version: FLINK_VERSION })
const ARTIFACTS: readonly MavenArtifact[] = [
  'flink-clients',
  'flink-table-api-java-bridge',
  'flink-table-planner-loader',
  'flink-table-runtime',
  'flink-connector-files',
  'flink-json',
].map(flink)
const LOGGING: MavenArtifact = { group: 'org.slf4j', artifact: 'slf4j-simple', version: '1.7.36' }

export const jarsFolder = (folder: string): string => join(folder, 'jars')

/** Flink as a library, which runs a cluster in its own process, with other artifacts and one that reads Avro. A JDK (17 or later) must be there. */
export async function installFlink(
  folder: string,
  progress: Progress,
  more: readonly MavenArtifact[] = [],
  avro: MavenArtifact = flink('flink-avro'),
): Promise<void> {
  const artifacts = [...ARTIFACTS, avro, LOGGING, ...more]
  await installJars({ what: `Flink ${FLINK_VERSION}`, folder: jarsFolder(folder), artifacts, progress })
}
