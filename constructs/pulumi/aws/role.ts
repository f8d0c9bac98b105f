import * as iam from '@pulumi/aws/iam'
import { ACCOUNT, type RolePlan } from '../../plan'
import type { Children } from './children'

/** A role that a service may take, with its one policy; what uses the role waits for the policy. */
export function makeRole(children: Children, plan: RolePlan): iam.RolePolicy {
  const role = children.create(iam.Role, plan.child, {
    assumeRolePolicy: children.json({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: plan.service },
          Action: 'sts:AssumeRole',
          ...(plan.sourceAccount && { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }),
        },
      ],
    }),
    tags: children.tags,
  })
  children.remember(plan.child, { arn: role.arn, name: role.name })
  return children.create(iam.RolePolicy, plan.policy, { role: role.name, policy: children.policy(plan.statements) })
}
