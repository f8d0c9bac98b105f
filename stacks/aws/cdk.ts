/** What `npx cdk` runs (`cdk.json`): a pipeline on AWS, as the context says: `npx cdk deploy -c rate=1000 -c environment=prod`. */
import { App, CfnOutput, Stack } from 'aws-cdk-lib'
import { loadPipeline } from '../../cli/load-pipeline'
import { KinesisFlinkLake, KinesisLambdaLake } from '../../constructs/cdk'
import { readSettings } from './settings'

async function main(): Promise<void> {
  // CDK's own validation doubles the time; `npm run test:policies` runs it on what the constructs make.
  const app = new App({ builtinCloudFormationValidation: false })
  const read = (name: string) => {
    const value: unknown = app.node.tryGetContext(name)
    return value === undefined ? undefined : String(value)
  }
  const { pipeline, rate, engine, environment, runner } = readSettings(read, problems => new Error(`the context is wrong:${problems}`))
  const definition = await loadPipeline(pipeline)
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env
  const stack = new Stack(app, `${definition.name}-${environment}`, {
    ...(account !== undefined && region !== undefined && { env: { account, region } }),
    terminationProtection: environment === 'prod',
  })
  const settings = { pipeline: { definition }, environment, ...(rate !== undefined && { eventsPerSecond: rate }) }
  const { outputs } =
    engine === 'flink' ? new KinesisFlinkLake(stack, 'Lake', { ...settings, runner }) : new KinesisLambdaLake(stack, 'Lake', settings)
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value })
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
