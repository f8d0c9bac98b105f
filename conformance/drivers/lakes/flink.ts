import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { runJobs } from '../flink-sql/jobs'
import { rejectedOf, rejectedPlaces } from '../flink-sql/rejected'
import { flinkStatements, WHOLE_METHODS } from '../flink-sql/statements'
import { Broker } from '../flink-sql-kafka/broker'
import { feedTopic, rowsOfTopic } from '../flink-sql-kafka/topics'
import { installReaders } from './install'
import { tabled } from './partitions'
import { Readers } from './readers'

const DATABASE = 'streambed'

/** Each case reads a topic of its own, and has a catalog of Iceberg tables of its own. */
export async function* runOnFlinkLake(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  const work = join(folder, 'work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const lakeOf = (index: number) => join(work, String(index))
  const readers = await Readers.start(await installReaders(folder, progress), folder)
  const broker = await Broker.start(folder)
  try {
    const jobs = cases.map((testCase, index) => () => jobOf(testCase, index, lakeOf(index), broker))
    yield* runJobs(cases, jobs, folder, progress, async ({ definition }, index) => {
      const artifact = compile(findEngine('flink-sql'), tabled(definition), { variant: 'open-source' })
      const outputs = await readers.readAll('iceberg', join(lakeOf(index), DATABASE), tabled(definition).outputs)
      return { outputs, ...(await rejectedOf(artifact, place => rowsOfTopic(broker, index, place))) }
    })
  } finally {
    await broker.stop()
    await readers.stop()
  }
}

async function jobOf({ definition, partitions }: ConformanceCase, index: number, lake: string, broker: Broker): Promise<readonly string[]> {
  const artifact = compile(findEngine('flink-sql'), tabled(definition), { variant: 'open-source' })
  const text = fillParameters(artifact.files[0].text, {
    ...(await feedTopic(broker, index, partitions, rejectedPlaces(artifact))),
    lake_catalog_type: 'hadoop',
    lake_warehouse: pathToFileURL(lake).href,
    lake_database: DATABASE,
  })
  // As the artifact's manifest asks for: a task for each partition, and checkpoints, without which there is no commit.
  const settings = [WHOLE_METHODS, `SET 'parallelism.default' = '${partitions.length}'`, "SET 'execution.checkpointing.interval' = '1 s'"]
  return [...settings, ...flinkStatements(text)]
}
