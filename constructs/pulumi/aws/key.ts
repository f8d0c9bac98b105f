import * as kms from '@pulumi/aws/kms'
import type { KeyPlan } from '../../plan'
import type { Children } from './children'
import { guarded } from './kept'

export function makeKey(children: Children, plan: KeyPlan): void {
  const key = children.create(
    kms.Key,
    plan.child,
    {
      description: plan.description,
      enableKeyRotation: plan.rotation,
      deletionWindowInDays: plan.deletionWindowDays,
      policy: children.policy(plan.policy),
      tags: children.tags,
    },
    guarded(plan.removal),
  )
  children.remember(plan.child, { arn: key.arn, name: key.keyId })
}
