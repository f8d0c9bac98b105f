import { type Config, RunError } from '@pulumi/pulumi'
import { loadPipeline } from '../../cli/load-pipeline'
import { KinesisFlinkLake, KinesisLambdaLake } from '../../constructs/pulumi/aws'
import { readSettings } from './settings'

/** A pipeline on AWS, as the stack's configuration says (`stacks/Pulumi.<stack>.yaml`). */
export async function deploy(config: Config): Promise<Record<string, unknown>> {
  const { pipeline, rate, engine, environment, runner } = readSettings(
    name => config.get(name),
    problems => new RunError(`the stack's configuration is wrong:${problems}`),
  )
  const definition = await loadPipeline(pipeline)
  const given = { pipeline: { definition }, environment, ...(rate !== undefined && { eventsPerSecond: rate }) }
  const lake =
    engine === 'flink' ? new KinesisFlinkLake(definition.name, { ...given, runner }) : new KinesisLambdaLake(definition.name, given)
  const { streamName, lakeBucketName, databaseName, workgroupName } = lake
  return { streamName, lakeBucketName, databaseName, workgroupName }
}
