import { Duration } from 'aws-cdk-lib'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { KeyPlan } from '../plan'
import type { Children } from './children'
import { removalPolicy } from './removal'

export function makeKey(children: Children, plan: KeyPlan): Key {
  const key = new Key(children.scope, plan.child, {
    description: plan.description,
    enableKeyRotation: plan.rotation,
    pendingWindow: Duration.days(plan.deletionWindowDays),
    policy: children.policy(plan.policy),
    removalPolicy: removalPolicy(plan.removal),
  })
  children.remember(plan.child, { arn: key.keyArn, name: key.keyId })
  return key
}
