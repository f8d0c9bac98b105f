import { Aws } from 'aws-cdk-lib'
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { RolePlan } from '../plan'
import { acknowledgeScopes } from './acknowledge'
import type { Children } from './children'

/** A role that a service may take, with its one policy; what uses the role waits for the policy. */
export interface RoleParts {
  readonly role: Role
  readonly policy: Policy
}

export function makeRole(children: Children, plan: RolePlan): RoleParts {
  const role = new Role(children.scope, plan.child, {
    assumedBy: new ServicePrincipal(plan.service, {
      ...(plan.sourceAccount && { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }),
    }),
  })
  children.remember(plan.child, { arn: role.roleArn, name: role.roleName })
  const policy = new Policy(children.scope, plan.policy, { roles: [role], document: children.policy(plan.statements) })
  acknowledgeScopes(children, policy, plan.statements)
  return { role, policy }
}
