import * as pulumi from '@pulumi/pulumi'
import type { Pipeline } from '../../../pipeline'
import { type KinesisLambdaLakePlan, type KinesisLambdaLakeSettings, planKinesisLambdaLake } from '../../plan'
import { ambienceOf } from './ambience'
import { makeArchive } from './archive'
import { mistaken, planned, settle, type WithInputs } from './arguments'
import { makeCatalog } from './catalog'
import { Children, type Transforms } from './children'
import { type Entry, entryMistakes, functionCode } from './code'
import { makeDeployedState } from './deployed-state'
import { makeFunction } from './function'
import { makeMonitoring } from './monitoring'
import { makeStorage } from './storage'

/** Arguments of `KinesisLambdaLake`: the plan's settings, and what only Pulumi needs. */
export type KinesisLambdaLakeArgs = WithInputs<KinesisLambdaLakeSettings> & {
  /** What is deployed. */
  readonly pipeline: Pick<Pipeline, 'definition'>
  /** Of the pipeline, where native expressions have `evaluate` functions: they are bundled from there. */
  readonly entry?: Entry
  /** Changes children, by their names in the plan: `{ process: inputs => ({ ...inputs, memorySize: 512 }) }`. */
  readonly transform?: Transforms
}

/**
 * Kinesis → Lambda → S3, Glue and Athena: `new KinesisLambdaLake('posts', { pipeline: activity, eventsPerSecond: 1000 })`.
 * All that is wrong with the arguments is one `InputPropertiesError`. A change that would lose or misread the state that is there is refused at
 * preview, with the ways out.
 */
export class KinesisLambdaLake extends pulumi.ComponentResource {
  /** Where events are sent. */
  readonly streamName: pulumi.Output<string>
  readonly streamArn: pulumi.Output<string>
  /** Tables, late events and dead letters. */
  readonly lakeBucketName: pulumi.Output<string>
  /** Checkpoints of the shards. */
  readonly stateTableName: pulumi.Output<string>
  /** Of Glue. */
  readonly databaseName: pulumi.Output<string>
  /** Of Athena, with queries that read the tables. */
  readonly workgroupName: pulumi.Output<string>
  /** Batches that could not be processed. */
  readonly failuresQueueUrl: pulumi.Output<string>
  /** A message for each object of dead letters. */
  readonly deadLettersQueueUrl: pulumi.Output<string>
  /** Encrypts all of it. */
  readonly keyArn: pulumi.Output<string>
  /** What was decided, and why. */
  readonly plan: KinesisLambdaLakePlan

  constructor(
    name: string,
    { pipeline, entry, transform = {}, ...given }: KinesisLambdaLakeArgs,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    const component = `KinesisLambdaLake ${name}`
    const { settings, substitutes, mistakes } = settle<KinesisLambdaLakeSettings>(given)
    const { definition } = pipeline
    const before = [...mistakes, ...entryMistakes(definition, entry)]
    const plan = planned(component, before, () => planKinesisLambdaLake(definition, settings))
    super('streambed:aws:KinesisLambdaLake', name, {}, options)
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
    makeStorage(children, plan)
    for (const planned of plan.functions)
      makeFunction(children, planned, functionCode({ role: planned.role, definition, ...(entry && { entry }) }))
    makeCatalog(children, plan.catalog)
    if (plan.archive) makeArchive(children, plan.archive)
    makeMonitoring(children, plan)
    const unused = children.unusedTransforms()
    if (unused.length > 0) throw mistaken(component, unused)

    const output = (key: string) => pulumi.output(children.text(plan.outputs[key] ?? ''))
    this.streamName = output('streamName')
    this.streamArn = output('streamArn')
    this.lakeBucketName = output('lakeBucketName')
    this.stateTableName = output('stateTableName')
    this.databaseName = output('databaseName')
    this.workgroupName = output('workgroupName')
    this.failuresQueueUrl = output('failuresQueueUrl')
    this.deadLettersQueueUrl = output('deadLettersQueueUrl')
    this.keyArn = output('keyArn')
    this.registerOutputs(children.texts(plan.outputs))
  }
}
