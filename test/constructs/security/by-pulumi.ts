import { KinesisLambdaLake } from '../../../constructs/pulumi/aws'
import { postActivity } from '../../../examples/posts/pipeline'
import { mocked } from '../pulumi/mocked'
import { readRegistrations } from './registrations'
import type { Deployment } from './resources'

/** What Pulumi would deploy. */
export async function byPulumi(environment: 'dev' | 'prod'): Promise<Deployment> {
  const kept = new Set<string>()
  const { made } = await mocked(
    () =>
      new KinesisLambdaLake(
        'posts',
        { pipeline: postActivity, environment, archive: true },
        {
          // Mocks are not told of options; transformations are.
          transformations: [
            ({ type, name, opts }) => {
              if (opts.protect === true || ('retainOnDelete' in opts && opts.retainOnDelete === true)) kept.add(`${type} ${name}`)
              return undefined
            },
          ],
        },
      ),
  )
  const resources = readRegistrations(made.map(found => ({ ...found, isKept: kept.has(`${found.type} ${found.name}`) })))
  return { tool: `Pulumi: KinesisLambdaLake in ${environment}`, isProduction: environment === 'prod', resources }
}
