import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { compile, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { Broker } from '../flink-sql-kafka/broker'
import { writeJob } from '../spark/job'
import { jarSettings, runInSpark } from '../spark/session'
import { feedTopic } from '../spark-kafka/topics'
import { installReaders, type LakeSpark } from './install'
import { tabled } from './partitions'
import { type LakeFormat, Readers } from './readers'

export interface SparkLake {
  readonly format: LakeFormat
  readonly variant: string
  readonly install: (folder: string, progress: Progress) => Promise<LakeSpark>
  /** Settings of this Spark. */
  readonly settings?: Readonly<Record<string, string | null>>
}

const DATABASE = 'streambed'

/** Each case reads a topic of its own, and has a lake of its own. */
export function runOnSparkLake({ format, variant, install, settings }: SparkLake) {
  return async function* (cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
    mkdirSync(folder, { recursive: true })
    const { python, jars } = await install(folder, progress)
    const readers = await Readers.start(await installReaders(folder, progress), folder)
    const broker = await Broker.start(folder)
    try {
      yield* runInSpark({
        cases,
        python,
        settings: { ...jarSettings(jars), ...launchSettings(cases[0], variant), ...settings },
        folder,
        progress,
        prepare: (testCase, id, place) =>
          writeJob({
            testCase: { ...testCase, definition: tabled(testCase.definition) },
            variant,
            id,
            place,
            feed: async input => ({
              ...(await feedTopic(broker, `case-${id}-${input.trigger}`, input)),
              sink_topics: '{}',
              tables_path: join(place, 'lake'),
              lake_catalog_type: 'hadoop',
              lake_warehouse: join(place, 'lake'),
              lake_database: DATABASE,
            }),
          }),
        rowsOf: async ({ definition }, _, place) => {
          const lake = join(place, 'lake', ...(format === 'iceberg' ? [DATABASE] : []))
          return readers.readAll(format, lake, tabled(definition).outputs)
        },
      })
    } finally {
      await broker.stop()
      await readers.stop()
    }
  }
}

/** As the artifact's manifest says; the same for all definitions. */
function launchSettings({ definition }: ConformanceCase, variant: string): Readonly<Record<string, string>> {
  const { manifest } = compile(findEngine('spark'), tabled(definition), { variant })
  return manifest['launchSettings'] as Readonly<Record<string, string>>
}
