import type { ResourceTransformation } from '@pulumi/pulumi'
import { KinesisFlinkLake, KinesisLambdaLake } from '../../../constructs/pulumi/aws'
import { earthquakeRegions } from '../../../examples/earthquakes/pipeline'
import { serverMetrics } from '../../../examples/metrics/pipeline'
import { postActivity } from '../../../examples/posts/pipeline'
import { mocked } from '../pulumi/mocked'
import { readRegistrations } from './registrations'
import type { Deployment } from './resources'

const PROD = { environment: 'prod', eventsPerSecond: 1000 } as const

/** What Pulumi would deploy in production. */
export async function byPulumi(): Promise<readonly Deployment[]> {
  return [
    await deploymentOf(
      'KinesisLambdaLake',
      transformation =>
        new KinesisLambdaLake('posts', { pipeline: postActivity, archive: 'objects', ...PROD }, { transformations: [transformation] }),
    ),
    await deploymentOf(
      'KinesisLambdaLake, Iceberg archive',
      transformation =>
        new KinesisLambdaLake('metrics', { pipeline: serverMetrics, archive: 'iceberg', ...PROD }, { transformations: [transformation] }),
    ),
    await deploymentOf(
      'KinesisFlinkLake',
      transformation =>
        // This file stands in for the runner's jar.
        new KinesisFlinkLake('quakes', { pipeline: earthquakeRegions, runner: __filename, ...PROD }, { transformations: [transformation] }),
    ),
  ]
}

/** Mocks are not told of options; transformations are. */
async function deploymentOf(name: string, make: (transformation: ResourceTransformation) => object): Promise<Deployment> {
  const kept = new Set<string>()
  const { made } = await mocked(() =>
    make(({ type, name, opts }) => {
      if (opts.protect === true || ('retainOnDelete' in opts && opts.retainOnDelete === true)) kept.add(`${type} ${name}`)
      return undefined
    }),
  )
  const resources = readRegistrations(made.map(found => ({ ...found, isKept: kept.has(`${found.type} ${found.name}`) })))
  return { tool: `Pulumi: ${name}`, isProduction: true, resources }
}
