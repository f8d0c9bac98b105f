import { Tags } from 'aws-cdk-lib'
import type { Alarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { IStream } from 'aws-cdk-lib/aws-kinesis'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { StringParameter } from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import type { Pipeline } from '../../pipeline'
import { type FunctionRole, type KinesisLambdaLakePlan, type KinesisLambdaLakeSettings, planKinesisLambdaLake } from '../plan'
import type { ArchiveParts } from './archive'
import type { CatalogParts } from './catalog'
import { Children } from './children'
import { functionCode } from './code'
import { checkDeployedState, makeDeployedState } from './deployed-state'
import { type FunctionParts, makeFunction } from './function'
import { part } from './part'
import { planned, settle } from './properties'
import { makeStateTable } from './state-table'
import { makeStorage } from './storage'
import { makeViews } from './views'

/** Properties of `KinesisLambdaLake`: the plan's settings, in which ARNs may be tokens, and what only CDK needs. */
export interface KinesisLambdaLakeProps extends KinesisLambdaLakeSettings {
  /** What is deployed. */
  readonly pipeline: Pick<Pipeline, 'definition'>
  /**
   * The code of a function: an `index.js` that exports `handler`.
   * @default what `streambed/processors/aws-lambda` bundles for the pipeline, by esbuild, without Docker
   */
  readonly code?: (role: FunctionRole) => Code
  /**
   * Whether synthesis reads what is deployed, and refuses what its state can't follow. The functions refuse it in any case: records wait in the stream.
   * @default true; without effect where the stack's account and region aren't known
   */
  readonly checkDeployed?: boolean
}

/**
 * Kinesis → Lambda → S3, Glue and Athena: `new KinesisLambdaLake(stack, 'Posts', { pipeline: postActivity, eventsPerSecond: 1000 })`.
 * Renders the plan of `planKinesisLambdaLake`, nothing else: no custom resources, no functions of CDK's own.
 * @throws InvalidPipelineError with everything that is wrong with the properties, each with its path
 */
export class KinesisLambdaLake extends Construct {
  /** Encrypts all of it. */
  readonly key: Key
  /** Where events are sent: `lake.events.grantWrite(producer)`. */
  readonly events: IStream
  /** Between the functions that process and merge; undefined where nothing is merged over shards. */
  readonly shuffle: IStream | undefined
  /** Tables, late events and dead letters. */
  readonly lake: Bucket
  readonly accessLogs: Bucket
  /** Checkpoints of the shards. */
  readonly state: Table
  /** Batches and invocations that were given up. */
  readonly failures: Queue
  /** A message for each object of dead letters. */
  readonly deadLetters: Queue
  readonly process: FunctionParts
  /** Undefined where nothing is merged over shards. */
  readonly merge: FunctionParts | undefined
  readonly publish: FunctionParts
  /** Undefined where the source has no idle timeout. */
  readonly tick: FunctionParts | undefined
  readonly catalog: CatalogParts
  readonly archive: ArchiveParts | undefined
  /** By their names in the plan: `lake.alarms['watermark-lag-alarm']`. */
  readonly alarms: Readonly<Record<string, Alarm>>
  readonly dashboard: CfnDashboard
  /** What the next deployment compares itself with. */
  readonly deployedState: StringParameter
  /** Names and ARNs, for `CfnOutput`. */
  readonly outputs: Readonly<Record<string, string>>
  /** What was decided, and why. */
  readonly plan: KinesisLambdaLakePlan

  constructor(scope: Construct, id: string, { pipeline, code, checkDeployed = true, ...given }: KinesisLambdaLakeProps) {
    super(scope, id)
    const { settings, substitutes } = settle<KinesisLambdaLakeSettings>(given)
    const plan = planned(`KinesisLambdaLake ${this.node.path}`, () => planKinesisLambdaLake(pipeline.definition, settings))
    const children = new Children(this, substitutes)
    if (checkDeployed) checkDeployedState(children, plan.deployedState, plan.stateParameter)
    const storage = makeStorage(children, plan)
    this.plan = plan
    this.key = storage.key
    this.events = part(storage.streams, 'events')
    this.shuffle = storage.streams.get('shuffle')
    this.lake = part(storage.buckets, 'lake')
    this.accessLogs = part(storage.buckets, 'access-logs')
    this.failures = part(storage.queues, 'failures')
    this.deadLetters = part(storage.queues, 'dead-letters')
    this.state = makeStateTable(children, plan.stateTable, this.key)
    this.deployedState = makeDeployedState(children, plan.stateParameter)

    const codeOf = code ?? (role => functionCode(role, pipeline.definition))
    const functions = new Map(
      plan.functions.map(planned => [planned.role, makeFunction(children, planned, codeOf(planned.role), this.key)]),
    )
    for (const { function: made } of functions.values()) made.node.addDependency(this.deployedState)
    this.process = part(functions, 'process')
    this.merge = functions.get('merge')
    this.publish = part(functions, 'publish')
    this.tick = functions.get('tick')

    const views = makeViews(children, plan, this.key)
    this.catalog = views.catalog
    this.archive = views.archive
    this.alarms = views.alarms
    this.dashboard = views.dashboard
    this.outputs = children.texts(plan.outputs)
    for (const [name, value] of Object.entries(plan.tags)) Tags.of(this).add(name, value)
  }
}
