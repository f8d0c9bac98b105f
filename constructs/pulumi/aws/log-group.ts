import * as cloudwatch from '@pulumi/aws/cloudwatch'
import type { LogGroupPlan } from '../../plan'
import type { Children } from './children'
import { kept } from './kept'

export function makeLogGroup(children: Children, plan: LogGroupPlan): void {
  const group = children.create(
    cloudwatch.LogGroup,
    plan.child,
    { retentionInDays: plan.retentionDays, kmsKeyId: children.text(plan.key), tags: children.tags },
    kept(plan.removal),
  )
  children.remember(plan.child, { arn: group.arn, name: group.name })
}
