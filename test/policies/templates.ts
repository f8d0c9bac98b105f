import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { KinesisFlinkLake, KinesisLambdaLake } from '../../constructs/cdk'
import { earthquakeRegions } from '../../examples/earthquakes/pipeline'
import { serverMetrics } from '../../examples/metrics/pipeline'
import { postActivity } from '../../examples/posts/pipeline'

export interface Synthesized {
  readonly name: string
  readonly app: App
  /** Path of the template. */
  readonly file: string
}

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:operations'

/** The templates that are checked, with the code that the functions really have. */
export function synthesize(folder: string): readonly Synthesized[] {
  const made = (name: string, build: (stack: Stack) => void): Synthesized => {
    const app = new App({
      outdir: join(folder, name),
      analyticsReporting: false,
      context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
    })
    build(new Stack(app, 'Posts'))
    app.synth()
    return { name, app, file: join(folder, name, 'Posts.template.json') }
  }
  return [
    made('lambda-dev', stack => new KinesisLambdaLake(stack, 'Lake', { pipeline: postActivity })),
    made('lambda-iceberg', stack => new KinesisLambdaLake(stack, 'Lake', { pipeline: serverMetrics, archive: 'iceberg' })),
    made('lambda-prod', stack => {
      const lambda = { environment: 'prod', eventsPerSecond: 10_000, archive: 'objects', alarms: { topicArn: TOPIC } } as const
      return new KinesisLambdaLake(stack, 'Lake', { pipeline: postActivity, ...lambda })
    }),
    // This file stands in for the runner's jar.
    made('flink-dev', stack => new KinesisFlinkLake(stack, 'Lake', { pipeline: earthquakeRegions, runner: __filename })),
    made('flink-prod', stack => {
      const flink = { environment: 'prod', eventsPerSecond: 10_000, alarms: { topicArn: TOPIC } } as const
      return new KinesisFlinkLake(stack, 'Lake', { pipeline: earthquakeRegions, runner: __filename, ...flink })
    }),
  ]
}
