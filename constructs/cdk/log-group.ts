import { ArnFormat, Stack } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { LogGroupPlan } from '../plan'
import type { Children } from './children'
import { removalPolicy } from './removal'

export function makeLogGroup(children: Children, plan: LogGroupPlan, encryptionKey: IKey): LogGroup {
  const logs = new LogGroup(children.scope, plan.child, {
    retention: plan.retentionDays,
    encryptionKey,
    removalPolicy: removalPolicy(plan.removal),
  })
  // CloudFormation's own `Arn` ends in `:*`.
  const arn = Stack.of(children.scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logs.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
  children.remember(plan.child, { arn, name: logs.logGroupName })
  return logs
}
