import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { SchedulePlan } from '../plan'
import type { Children } from './children'
import { makeRole, type RoleParts } from './role'

export interface ScheduleParts extends RoleParts {
  readonly schedule: CfnSchedule
}

export function makeSchedule(children: Children, plan: SchedulePlan, called: IFunction): ScheduleParts {
  const { role, policy } = makeRole(children, plan.execution)
  const schedule = new CfnSchedule(children.scope, plan.child, {
    scheduleExpression: plan.expression,
    flexibleTimeWindow: { mode: plan.flexibleWindow },
    target: {
      arn: called.functionArn,
      roleArn: role.roleArn,
      retryPolicy: { maximumRetryAttempts: plan.maximumRetryAttempts, maximumEventAgeInSeconds: plan.maximumEventAgeSeconds },
      deadLetterConfig: { arn: children.text(plan.deadLetterQueue) },
    },
  })
  schedule.node.addDependency(policy)
  return { schedule, role, policy }
}
