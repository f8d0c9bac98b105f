import { dirname, join } from 'node:path'
import type { Progress } from '../../driver'
import { installJars, installPython, type MavenArtifact } from '../../install'
import { installFlink } from '../flink-sql/install'
import { installBroker, KAFKA_CONNECTOR } from '../flink-sql-kafka/install'
import { installSparkWithKafka } from '../spark-kafka/install'
import checksums from './checksums.json'
import requirements from './requirements.json'
import oldSpark from './spark-3.5.json'

/** For Hudi, whose bundle for Spark 4 Maven Central does not have. */
export const OLD_SPARK_VERSION = '3.5.1'
export const ICEBERG_VERSION = '1.11.0'
export const DELTA_VERSION = '4.3.1'
export const HUDI_VERSION = '1.1.1'

const alone = (group: string, artifact: string, version: string): MavenArtifact => ({ group, artifact, version, exclusions: ['*:*'] })
const iceberg = (artifact: string) => alone('org.apache.iceberg', artifact, ICEBERG_VERSION)

const DELTA: readonly MavenArtifact[] = [
  ...['delta-spark_4.1_2.13', 'delta-storage', 'delta-kernel-api', 'delta-kernel-defaults', 'delta-kernel-unitycatalog'].map(artifact =>
    alone('io.delta', artifact, DELTA_VERSION),
  ),
]
const HUDI: readonly MavenArtifact[] = [
  alone('org.apache.hudi', 'hudi-spark3.5-bundle_2.12', HUDI_VERSION),
  alone('org.apache.spark', 'spark-sql-kafka-0-10_2.12', OLD_SPARK_VERSION),
  alone('org.apache.spark', 'spark-token-provider-kafka-0-10_2.12', OLD_SPARK_VERSION),
  alone('org.apache.kafka', 'kafka-clients', '3.4.1'),
  alone('org.apache.commons', 'commons-pool2', '2.11.1'),
]
const ICEBERG_FOR_FLINK: readonly MavenArtifact[] = [
  iceberg('iceberg-flink-runtime-2.1'),
  alone('org.apache.hadoop', 'hadoop-client-api', '3.4.2'),
  alone('org.apache.hadoop', 'hadoop-client-runtime', '3.4.2'),
]

/** A Spark that writes a lake's tables. */
export interface LakeSpark {
  readonly python: string
  readonly jars: readonly string[]
}

export async function installSparkForDelta(folder: string, progress: Progress): Promise<LakeSpark> {
  const { python, jars } = await installSparkWithKafka(folder, progress)
  return { python, jars: [jars, await jarsOf('Delta', DELTA, folder, checksums.delta, progress)] }
}

export async function installSparkForIceberg(folder: string, progress: Progress): Promise<LakeSpark> {
  const { python, jars } = await installSparkWithKafka(folder, progress)
  const artifacts = [iceberg('iceberg-spark-runtime-4.1_2.13')]
  return { python, jars: [jars, await jarsOf('Iceberg', artifacts, folder, checksums.iceberg, progress)] }
}

export async function installSparkForHudi(folder: string, progress: Progress): Promise<LakeSpark> {
  await installBroker(folder, progress)
  const python = await installPython({
    what: `PySpark ${OLD_SPARK_VERSION}`,
    folder: join(folder, 'python'),
    requirements: oldSpark,
    progress,
  })
  return { python, jars: [await jarsOf('Hudi', HUDI, folder, checksums.hudi, progress)] }
}

export async function installFlinkForIceberg(folder: string, progress: Progress): Promise<void> {
  await installFlink(folder, progress, [KAFKA_CONNECTOR, ...ICEBERG_FOR_FLINK])
  await installBroker(folder, progress)
}

/** What reads the tables, none of it by the engine that wrote them. Gives the path of `python`. */
export function installReaders(folder: string, progress: Progress): Promise<string> {
  return installPython({
    what: "the lakes' readers",
    folder: join(dirname(folder), 'lake-readers'),
    requirements,
    progress,
  })
}

async function jarsOf(
  what: string,
  artifacts: readonly MavenArtifact[],
  folder: string,
  held: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<string> {
  const jars = join(folder, 'jars')
  await installJars({ what: `${what} for Spark`, folder: jars, artifacts, checksums: held, progress })
  return jars
}
