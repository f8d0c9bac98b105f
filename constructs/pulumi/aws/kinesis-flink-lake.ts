import { existsSync } from 'node:fs'
import * as pulumi from '@pulumi/pulumi'
import type { Pipeline } from '../../../pipeline'
import { type KinesisFlinkLakePlan, type KinesisFlinkLakeSettings, planKinesisFlinkLake } from '../../plan'
import { ambienceOf } from './ambience'
import { makeApplication } from './application'
import { mistaken, planned, settle, type WithInputs } from './arguments'
import { makeCatalog } from './catalog'
import { Children, type Transforms } from './children'
import { makeDeployedState } from './deployed-state'
import { makeMonitoring } from './monitoring'
import { makeSinkStream } from './sink-stream'
import { makeStorage } from './storage'

/** Arguments of `KinesisFlinkLake`: the plan's settings, and what only Pulumi needs. */
export type KinesisFlinkLakeArgs = WithInputs<KinesisFlinkLakeSettings> & {
  /** What is deployed. */
  readonly pipeline: Pick<Pipeline, 'definition'>
  /** Path of the runner's jar, which `mvn -P managed-flink package` makes in `constructs/flink-runner`: the same for all pipelines. */
  readonly runner: string
  /** Changes children, by their names in the plan. */
  readonly transform?: Transforms
}

/**
 * Kinesis → Managed Service for Apache Flink → Iceberg in S3, Glue and Athena. An update takes a snapshot before and goes on from it, unless
 * `skipSnapshot` says otherwise. All that is wrong with the arguments is one `InputPropertiesError`; a change that would lose or misread the
 * state that is there is refused at preview, with the ways out.
 */
export class KinesisFlinkLake extends pulumi.ComponentResource {
  /** Where events are sent. */
  readonly streamName: pulumi.Output<string>
  readonly streamArn: pulumi.Output<string>
  /** Tables. */
  readonly lakeBucketName: pulumi.Output<string>
  readonly applicationName: pulumi.Output<string>
  /** Of Glue. */
  readonly databaseName: pulumi.Output<string>
  /** Of Athena, with queries that read the tables. */
  readonly workgroupName: pulumi.Output<string>
  /** Encrypts all of it. */
  readonly keyArn: pulumi.Output<string>
  /** What was decided, and why. */
  readonly plan: KinesisFlinkLakePlan

  constructor(
    name: string,
    { pipeline, runner, transform = {}, ...given }: KinesisFlinkLakeArgs,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    const component = `KinesisFlinkLake ${name}`
    const { settings, substitutes, mistakes } = settle<KinesisFlinkLakeSettings>(given)
    const reason = `there is no file ${runner}; make it once, in constructs/flink-runner: mvn -P managed-flink package`
    const before = existsSync(runner) ? mistakes : [...mistakes, { path: 'runner', reason }]
    const plan = planned(component, before, () => planKinesisFlinkLake(pipeline.definition, settings))
    super('streambed:aws:KinesisFlinkLake', name, {}, options)
    this.plan = plan
    const children = new Children({
      name,
      parent: this,
      tags: plan.tags,
      transforms: transform,
      ambience: ambienceOf(this),
      substitutes,
    })
    makeDeployedState(children, component, plan.stateParameter)
    makeStorage(children, { ...plan, queues: [] })
    for (const sink of plan.sinkStreams) makeSinkStream(children, sink)
    const database = makeCatalog(children, plan.catalog)
    makeApplication(children, plan.application, runner, [database])
    makeMonitoring(children, plan)
    const unused = children.unusedTransforms()
    if (unused.length > 0) throw mistaken(component, unused)

    const output = (key: string) => pulumi.output(children.text(plan.outputs[key] ?? ''))
    this.streamName = output('streamName')
    this.streamArn = output('streamArn')
    this.lakeBucketName = output('lakeBucketName')
    this.applicationName = output('applicationName')
    this.databaseName = output('databaseName')
    this.workgroupName = output('workgroupName')
    this.keyArn = output('keyArn')
    this.registerOutputs(children.texts(plan.outputs))
  }
}
