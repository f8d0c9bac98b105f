import { mkdirSync } from 'node:fs'
import { type Artifact, compile, fillParameters, findEngine } from '../../../engines'
import type { Definition } from '../../../pipeline'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { runJobs, type Written } from '../flink-sql/jobs'
import { rejectedOf, rejectedPlaces } from '../flink-sql/rejected'
import { flinkStatements, WHOLE_METHODS } from '../flink-sql/statements'
import { Broker } from './broker'
import { SchemaRegistry } from './schema-registry'
import { feedTopic, rowsOfTopic } from './topics'

/** Each case has topics of its own: one that is written before its job starts, and one for each output. */
export async function* runOnFlinkWithKafka(
  cases: readonly ConformanceCase[],
  folder: string,
  progress: Progress,
): AsyncIterable<CaseResult> {
  mkdirSync(folder, { recursive: true })
  const broker = await Broker.start(folder)
  const registry = await SchemaRegistry.start()
  try {
    const jobs = cases.map((testCase, index) => () => jobOf(testCase, index, broker, registry))
    yield* runJobs(cases, jobs, folder, progress, (testCase, index) => writtenBy(testCase, index, broker))
  } finally {
    await registry.stop()
    await broker.stop()
  }
}

/** Rows go to topics: the lake's tables have their own check. */
export function streamed(definition: Definition): Definition {
  return { ...definition, outputs: definition.outputs.map(output => ({ ...output, into: { kind: 'stream', name: output.into.name } })) }
}

/** Those whose methods are cut apart as Flink does by itself: the others show how records are read, by long methods. */
const WITH_FLINKS_METHODS = /^(tumbling|hopping|session|examples)\//

async function jobOf(
  { name, definition, partitions }: ConformanceCase,
  index: number,
  broker: Broker,
  registry: SchemaRegistry,
): Promise<readonly string[]> {
  const artifact = compile(findEngine('flink-sql'), streamed(definition), { variant: 'open-source' })
  const places = [...outputsOf(artifact).map(({ place }) => place), ...rejectedPlaces(artifact)]
  const text = fillParameters(artifact.files[0].text, {
    ...(await feedTopic(broker, index, partitions, places)),
    schema_registry_url: registry.add(`case-${index}`, definition.source),
  })
  // A task for each partition, as the artifact's manifest asks for.
  const parallelism = `SET 'parallelism.default' = '${partitions.length}'`
  return [...(WITH_FLINKS_METHODS.test(name) ? [] : [WHOLE_METHODS]), parallelism, ...flinkStatements(text)]
}

async function writtenBy({ definition }: ConformanceCase, index: number, broker: Broker): Promise<Written> {
  const artifact = compile(findEngine('flink-sql'), streamed(definition), { variant: 'open-source' })
  const read = (place: string) => rowsOfTopic(broker, index, place)
  const outputs: Record<string, readonly EngineRow[]> = {}
  for (const { name, place } of outputsOf(artifact)) outputs[name] = await read(place)
  return { outputs, ...(await rejectedOf(artifact, read)) }
}

const outputsOf = ({ manifest }: Artifact) => manifest['outputs'] as readonly { readonly name: string; readonly place: string }[]
