/** What `npx cdk` runs (`cdk.json`): a pipeline on AWS, as the context says: `npx cdk deploy -c rate=1000 -c environment=prod`. */
import { existsSync } from 'node:fs'
import { App, CfnOutput, Stack } from 'aws-cdk-lib'
import { loadPipeline } from '../../cli/load-pipeline'
import { KinesisFlinkLake, KinesisLambdaLake } from '../../constructs/cdk'

const ENGINES = ['lambda', 'flink'] as const
const ENVIRONMENTS = ['dev', 'prod'] as const
const RUNNER = 'constructs/flink-runner/target/streambed-flink-runner.jar'

async function main(): Promise<void> {
  // CDK's own validation doubles the time; `npm run test:policies` runs it on what the constructs make.
  const app = new App({ builtinCloudFormationValidation: false })
  const { pipeline, rate, engine, environment, runner } = readContext(app)
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

/** The context; all that is wrong with it is one error. */
function readContext(app: App) {
  const problems: string[] = []
  const text = (name: string): string | undefined => {
    const value: unknown = app.node.tryGetContext(name)
    return value === undefined ? undefined : String(value)
  }
  const oneOf = <T extends string>(name: string, values: readonly [T, ...T[]]): T => {
    const given = text(name) ?? values[0]
    const found = values.find(value => value === given)
    if (found === undefined) problems.push(`${name}: got ${given}; allowed: ${values.join(', ')}`)
    return found ?? values[0]
  }
  const pipeline = text('pipeline')
  if (pipeline === undefined) problems.push('pipeline: is required: the path of a file that exports one pipeline')
  const rate = text('rate')
  if (rate !== undefined && !(Number(rate) > 0)) problems.push(`rate: got ${rate}; allowed: a number of events a second above 0`)
  const engine = oneOf('engine', ENGINES)
  const environment = oneOf('environment', ENVIRONMENTS)
  const runner = text('runner') ?? RUNNER
  if (engine === 'flink' && !existsSync(runner))
    problems.push(`runner: there is no ${runner}; make it by: mvn -f constructs/flink-runner/pom.xml -P managed-flink package`)
  if (problems.length > 0) throw new Error(`the context is wrong:${problems.map(problem => `\n- ${problem}`).join('')}`)
  return { pipeline: pipeline ?? '', rate: rate === undefined ? undefined : Number(rate), engine, environment, runner }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
