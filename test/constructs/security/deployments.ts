import { CfnResource, Stack } from 'aws-cdk-lib'
import { postActivity } from '../../../examples/posts/pipeline'
import { lakeOf, templateOf } from '../cdk/synthesize'
import { readTemplate } from './cloudformation'
import type { Deployment } from './resources'

const SETTINGS = { dev: {}, prod: { environment: 'prod', eventsPerSecond: 1000, archive: true } } as const

/** What CDK would deploy. */
export function byCdk(environment: 'dev' | 'prod'): Deployment {
  const made = lakeOf({ pipeline: postActivity, ...SETTINGS[environment] })
  const { Resources } = templateOf(made)
  const placed = made.node
    .findAll()
    .filter(node => CfnResource.isCfnResource(node))
    .map(resource => {
      const logicalId: string = Stack.of(resource).resolve(resource.logicalId)
      return { ...Resources[logicalId], logicalId, name: resource.node.path.slice(made.node.path.length + 1).replace(/\/Resource$/, '') }
    })
  if (placed.length !== Object.keys(Resources).length) throw new Error('the stack has resources outside of the construct')
  return { tool: `CDK, ${environment}`, isProduction: environment === 'prod', resources: readTemplate(placed) }
}
