import * as dynamodb from '@pulumi/aws/dynamodb'
import type { StateTablePlan } from '../../plan'
import type { Children } from './children'
import { kept } from './kept'

export function makeStateTable(children: Children, plan: StateTablePlan): void {
  const table = children.create(
    dynamodb.Table,
    plan.child,
    {
      hashKey: plan.partitionKey.name,
      rangeKey: plan.sortKey.name,
      attributes: [plan.partitionKey, plan.sortKey].map(({ name, type }) => ({ name, type })),
      billingMode: plan.billing,
      serverSideEncryption: { enabled: true, kmsKeyArn: children.text(plan.key) },
      pointInTimeRecovery: { enabled: plan.pointInTimeRecovery },
      deletionProtectionEnabled: plan.deletionProtection,
      tags: children.tags,
    },
    kept(plan.removal),
  )
  children.remember(plan.child, { arn: table.arn, name: table.name })
}
