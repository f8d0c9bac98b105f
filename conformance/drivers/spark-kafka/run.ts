import { mkdirSync } from 'node:fs'
import type { Definition } from '../../../pipeline'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { rowOf } from '../flink-sql/rows'
import { Broker } from '../flink-sql-kafka/broker'
import { streamed } from '../flink-sql-kafka/run'
import { type Program, writeJob } from '../spark/job'
import { jarSettings, runInSpark } from '../spark/session'
import { installSparkWithKafka } from './install'
import { feedTopic } from './topics'

/** Each case has topics of its own: those that are written before its programs start, and one for each output. */
export async function* runOnSparkWithKafka(
  cases: readonly ConformanceCase[],
  folder: string,
  progress: Progress,
): AsyncIterable<CaseResult> {
  mkdirSync(folder, { recursive: true })
  const { python, jars } = await installSparkWithKafka(folder, progress)
  const broker = await Broker.start(folder)
  try {
    yield* runInSpark({
      cases,
      python,
      settings: jarSettings([jars]),
      folder,
      progress,
      prepare: (testCase, id, place) => writeTopicJob(testCase, id, place, broker),
      rowsOf: ({ definition }, id) => rowsOfTopics(definition, id, broker),
    })
  } finally {
    await broker.stop()
  }
}

const topicOf = (id: number, output: string): string => `rows-${id}-${output}`

async function writeTopicJob(testCase: ConformanceCase, id: number, place: string, broker: Broker): Promise<readonly Program[]> {
  const definition = streamed(testCase.definition)
  const topics = Object.fromEntries(definition.outputs.map(({ into }) => [into.name, topicOf(id, into.name)]))
  await broker.create(Object.values(topics))
  return writeJob({
    testCase: { ...testCase, definition },
    variant: 'open-source',
    id,
    place,
    feed: async input => ({
      ...(await feedTopic(broker, `case-${id}-${input.trigger}`, input)),
      sink_topics: JSON.stringify(topics),
      tables_path: '',
    }),
  })
}

async function rowsOfTopics({ outputs }: Definition, id: number, broker: Broker): Promise<Readonly<Record<string, readonly EngineRow[]>>> {
  const found: Record<string, readonly EngineRow[]> = {}
  for (const { name, into } of outputs) found[name] = (await broker.read(topicOf(id, into.name))).map(rowOf)
  return found
}
