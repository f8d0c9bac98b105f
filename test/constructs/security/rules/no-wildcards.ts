import { ofKind, type Statement } from '../resources'
import { allow, bucket, grant, key, role } from '../samples'
import type { Rule } from './rule'

/** The objects below a prefix of one bucket, the streams of one log group, the tables of one database: their names are made at run time. */
const OBJECTS = /^(<[^>]+>|arn:[^:]+:s3:::[^*/]+)\/[^*]+\/\*$/
const LOG_STREAMS = /:log-group:[^*:]+:(log-stream:)?\*$/
const TABLES = /:table\/[^*/]+\/\*$/
const isScoped = (resource: string) => !resource.includes('*') || [OBJECTS, LOG_STREAMS, TABLES].some(form => form.test(resource))

function wildcards({ sid, effect, actions, resources }: Statement): readonly string[] {
  if (effect !== 'Allow') return []
  return [
    ...actions.filter(action => action.includes('*')).map(action => `${sid} allows ${action}`),
    ...resources.filter(resource => !isScoped(resource)).map(resource => `${sid} is about ${resource}`),
  ]
}

/** In a key's policy `*` is the key itself. */
const aboutItself = (statement: Statement): Statement => ({ ...statement, resources: [] })

export const noWildcards: Rule = {
  name: 'no right has a wildcard, but for the names below one prefix',
  violations: deployment => [
    ...ofKind(deployment, 'grant').flatMap(({ name, statements }) => statements.flatMap(wildcards).map(found => `${name}: ${found}`)),
    ...ofKind(deployment, 'bucket', 'queue').flatMap(({ name, policy }) => policy.flatMap(wildcards).map(found => `${name}: ${found}`)),
    ...ofKind(deployment, 'key').flatMap(({ name, policy }) =>
      policy
        .map(aboutItself)
        .flatMap(wildcards)
        .map(found => `${name}: ${found}`),
    ),
    ...ofKind(deployment, 'role')
      .filter(({ managedPolicies }) => managedPolicies > 0)
      .map(({ name }) => `${name}: takes policies that others wrote`),
  ],
  broken: [
    { ...grant, statements: [allow({ actions: ['s3:*'] })] },
    { ...grant, statements: [allow({ actions: ['s3:Get*'] })] },
    { ...grant, statements: [allow({ resources: ['*'] })] },
    { ...grant, statements: [allow({ resources: ['arn:aws:s3:::*'] })] },
    { ...grant, statements: [allow({ resources: ['<lake.Arn>/*'] })] },
    { ...grant, statements: [allow({ resources: ['arn:aws:kinesis:eu-central-1:123456789012:stream/*'] })] },
    { ...bucket, policy: [...bucket.policy, allow({ actions: ['s3:*'] })] },
    { ...key, policy: [allow({ actions: ['kms:*'], resources: ['*'] })] },
    { ...role, managedPolicies: 1 },
  ],
}
