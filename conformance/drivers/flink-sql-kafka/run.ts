import { mkdirSync } from 'node:fs'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { Definition } from '../../../pipeline'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { runJobs, type Written } from '../flink-sql/jobs'
import { rejectedOf } from '../flink-sql/rejected'
import { rowOf } from '../flink-sql/rows'
import { flinkStatements } from '../flink-sql/statements'
import { Broker } from './broker'

/** Each case has topics of its own: one that is written before its job starts, and one for each output. */
export async function* runOnFlinkWithKafka(
  cases: readonly ConformanceCase[],
  folder: string,
  progress: Progress,
): AsyncIterable<CaseResult> {
  mkdirSync(folder, { recursive: true })
  const broker = await Broker.start(folder)
  try {
    const jobs = cases.map((testCase, index) => () => jobOf(testCase, index, broker))
    yield* runJobs(cases, jobs, folder, progress, (testCase, index) => writtenBy(testCase, index, broker))
  } finally {
    await broker.stop()
  }
}

/** Rows go to topics: the lake's tables have their own check. */
export function streamed(definition: Definition): Definition {
  return { ...definition, outputs: definition.outputs.map(output => ({ ...output, into: { kind: 'stream', name: output.into.name } })) }
}

async function jobOf({ definition, partitions }: ConformanceCase, index: number, broker: Broker): Promise<readonly string[]> {
  await broker.write(`case-${index}`, partitions)
  const { files } = compile(findEngine('flink-sql'), streamed(definition), { variant: 'open-source' })
  const text = fillParameters(files[0].text, {
    bootstrap_servers: broker.address,
    source_topic: `case-${index}`,
    sink_topic_prefix: `rows-${index}-`,
    group_id: `group-${index}`,
    startup_mode: 'earliest-offset',
    bounded_mode: 'latest-offset',
    delivery_guarantee: 'at-least-once',
  })
  // A task for each partition, as the artifact's manifest asks for.
  return [`SET 'parallelism.default' = '${partitions.length}'`, ...flinkStatements(text)]
}

async function writtenBy({ definition }: ConformanceCase, index: number, broker: Broker): Promise<Written> {
  const artifact = compile(findEngine('flink-sql'), streamed(definition), { variant: 'open-source' })
  const read = async (place: string): Promise<readonly EngineRow[]> => (await broker.read(`rows-${index}-${place}`)).map(rowOf)
  const outputs: Record<string, readonly EngineRow[]> = {}
  for (const { name, place } of artifact.manifest['outputs'] as readonly { readonly name: string; readonly place: string }[])
    outputs[name] = await read(place)
  return { outputs, ...(await rejectedOf(artifact, read)) }
}
