import { CfnResource, Stack } from 'aws-cdk-lib'
import type { KinesisFlinkLake, KinesisLambdaLake } from '../../../constructs/cdk'
import { earthquakeRegions } from '../../../examples/earthquakes/pipeline'
import { serverMetrics } from '../../../examples/metrics/pipeline'
import { postActivity } from '../../../examples/posts/pipeline'
import { flinkLakeOf, lakeOf, templateOf } from '../cdk/synthesize'
import { readTemplate } from './cloudformation'
import type { Deployment } from './resources'

const PROD = { environment: 'prod', eventsPerSecond: 1000 } as const

/** What CDK would deploy. */
export const BY_CDK: readonly Deployment[] = [
  byCdk('KinesisLambdaLake in dev', lakeOf({ pipeline: postActivity })),
  byCdk('KinesisLambdaLake in prod', lakeOf({ pipeline: postActivity, archive: 'objects', ...PROD })),
  byCdk('KinesisLambdaLake in prod, Iceberg archive', lakeOf({ pipeline: serverMetrics, archive: 'iceberg', ...PROD })),
  byCdk('KinesisFlinkLake in prod', flinkLakeOf({ pipeline: earthquakeRegions, ...PROD })),
]

function byCdk(name: string, made: KinesisLambdaLake | KinesisFlinkLake): Deployment {
  const { Resources } = templateOf(made)
  const placed = made.node
    .findAll()
    .filter(node => CfnResource.isCfnResource(node))
    .map(resource => {
      const logicalId: string = Stack.of(resource).resolve(resource.logicalId)
      return { ...Resources[logicalId], logicalId, name: resource.node.path.slice(made.node.path.length + 1).replace(/\/Resource$/, '') }
    })
  if (placed.length !== Object.keys(Resources).length) throw new Error('the stack has resources outside of the construct')
  return { tool: `CDK: ${name}`, isProduction: made.plan.environment === 'prod', resources: readTemplate(placed) }
}
