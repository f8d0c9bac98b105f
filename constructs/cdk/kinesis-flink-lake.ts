import { Tags } from 'aws-cdk-lib'
import type { Alarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch'
import type { IStream, Stream } from 'aws-cdk-lib/aws-kinesis'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { StringParameter } from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import type { Pipeline } from '../../pipeline'
import { type KinesisFlinkLakePlan, type KinesisFlinkLakeSettings, planKinesisFlinkLake } from '../plan'
import { type ApplicationParts, makeApplication } from './application'
import type { CatalogParts } from './catalog'
import { Children } from './children'
import { checkDeployedState, makeDeployedState } from './deployed-state'
import { part } from './part'
import { planned, settle } from './properties'
import { makeSinkStream } from './sink-stream'
import { makeStorage } from './storage'
import { makeViews } from './views'

/** Properties of `KinesisFlinkLake`: the plan's settings, in which ARNs may be tokens, and what only CDK needs. */
export interface KinesisFlinkLakeProps extends KinesisFlinkLakeSettings {
  /** What is deployed. */
  readonly pipeline: Pick<Pipeline, 'definition'>
  /** Path of the runner's jar, which `mvn -P managed-flink package` makes in `constructs/flink-runner`: the same for all pipelines. */
  readonly runner: string
  /**
   * Whether synthesis reads what is deployed, and refuses what its state can't follow.
   * @default true; without effect where the stack's account and region aren't known
   */
  readonly checkDeployed?: boolean
}

/**
 * Kinesis → Managed Service for Apache Flink → Iceberg in S3, Glue and Athena. Renders the plan of `planKinesisFlinkLake`, nothing else.
 * CloudFormation can't start an application: after the first deployment do that by `aws kinesisanalyticsv2 start-application`; updates of one that
 * runs take a snapshot and go on from it.
 * @throws InvalidPipelineError with everything that is wrong with the properties, each with its path
 */
export class KinesisFlinkLake extends Construct {
  /** Encrypts all of it. */
  readonly key: Key
  /** Where events are sent: `lake.events.grantWrite(producer)`. */
  readonly events: IStream
  /** Outputs that are streams, late events and dead letters, by their names in the plan. */
  readonly sinks: Readonly<Record<string, Stream>>
  /** Tables. */
  readonly lake: Bucket
  readonly accessLogs: Bucket
  readonly application: ApplicationParts
  readonly catalog: CatalogParts
  /** By their names in the plan. */
  readonly alarms: Readonly<Record<string, Alarm>>
  readonly dashboard: CfnDashboard
  /** What the next deployment compares itself with. */
  readonly deployedState: StringParameter
  /** Names and ARNs, for `CfnOutput`. */
  readonly outputs: Readonly<Record<string, string>>
  /** What was decided, and why. */
  readonly plan: KinesisFlinkLakePlan

  constructor(scope: Construct, id: string, { pipeline, runner, checkDeployed = true, ...given }: KinesisFlinkLakeProps) {
    super(scope, id)
    const { settings, substitutes } = settle<KinesisFlinkLakeSettings>(given)
    const plan = planned(`KinesisFlinkLake ${this.node.path}`, () => planKinesisFlinkLake(pipeline.definition, settings))
    const children = new Children(this, substitutes)
    if (checkDeployed) checkDeployedState(children, plan.deployedState, plan.stateParameter)
    const storage = makeStorage(children, { ...plan, queues: [] })
    this.plan = plan
    this.key = storage.key
    this.events = part(storage.streams, 'events')
    this.lake = part(storage.buckets, 'lake')
    this.accessLogs = part(storage.buckets, 'access-logs')
    this.sinks = Object.fromEntries(plan.sinkStreams.map(sink => [sink.child, makeSinkStream(children, sink, this.key)]))
    this.deployedState = makeDeployedState(children, plan.stateParameter)
    this.application = makeApplication(children, plan.application, runner, this.key)
    this.application.application.node.addDependency(this.deployedState)

    const views = makeViews(children, { ...plan, archive: null }, this.key)
    this.catalog = views.catalog
    this.alarms = views.alarms
    this.dashboard = views.dashboard
    this.outputs = children.texts(plan.outputs)
    for (const [name, value] of Object.entries(plan.tags)) Tags.of(this).add(name, value)
  }
}
