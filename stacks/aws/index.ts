import type { Config } from '@pulumi/pulumi'
import { loadPipeline } from '../../cli/load-pipeline'
import { KinesisLambdaLake } from '../../constructs/pulumi/aws'
import { readConfig } from './config'

/** A pipeline on AWS, as the stack's configuration says (`stacks/Pulumi.<stack>.yaml`). */
export async function deploy(config: Config): Promise<Record<string, unknown>> {
  const { pipeline, rate, environment } = readConfig(config)
  const definition = await loadPipeline(pipeline)
  const lake = new KinesisLambdaLake(definition.name, {
    pipeline: { definition },
    environment,
    ...(rate !== undefined && { eventsPerSecond: rate }),
  })
  const { streamName, lakeBucketName, databaseName, workgroupName, deadLettersQueueUrl } = lake
  return { streamName, lakeBucketName, databaseName, workgroupName, deadLettersQueueUrl }
}
