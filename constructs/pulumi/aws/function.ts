import * as lambda from '@pulumi/aws/lambda'
import * as scheduler from '@pulumi/aws/scheduler'
import type * as pulumi from '@pulumi/pulumi'
import { arnOf, type FunctionPlan, type MappingPlan, nameOf, type SchedulePlan } from '../../plan'
import type { Children } from './children'
import { makeLogGroup } from './log-group'
import { makeRole } from './role'

/** A function with what it runs as, where it logs, and what calls it. It waits for what it is allowed. */
export function makeFunction(children: Children, plan: FunctionPlan, code: pulumi.Input<pulumi.asset.Archive>): void {
  makeLogGroup(children, plan.logs)
  const permissions = makeRole(children, plan.execution)
  const made = children.create(
    lambda.Function,
    plan.child,
    {
      description: plan.description,
      role: children.text(arnOf(plan.execution.child)),
      code,
      runtime: plan.runtime,
      architectures: [plan.architecture],
      handler: plan.handler,
      memorySize: plan.memoryMb,
      timeout: plan.timeoutSeconds,
      ...(plan.reservedConcurrency !== null && { reservedConcurrentExecutions: plan.reservedConcurrency }),
      environment: { variables: children.texts(plan.environment) },
      kmsKeyArn: children.text(plan.key),
      deadLetterConfig: { targetArn: children.text(plan.deadLetterQueue) },
      // Lines of JSON, which the function writes itself, go through as they are.
      loggingConfig: { logFormat: 'Text', logGroup: children.text(nameOf(plan.logs.child)) },
      tags: children.tags,
    },
    { dependsOn: [permissions] },
  )
  children.remember(plan.child, { arn: made.arn, name: made.name })
  if (plan.mapping) makeMapping(children, plan.mapping, made)
  if (plan.schedule) makeSchedule(children, plan.schedule, made)
}

function makeMapping(children: Children, plan: MappingPlan, called: lambda.Function): void {
  const timestampSeconds = plan.startingPositionTimestampSeconds
  children.create(lambda.EventSourceMapping, plan.child, {
    eventSourceArn: children.text(plan.stream),
    functionName: called.arn,
    enabled: plan.enabled,
    startingPosition: plan.startingPosition,
    ...(timestampSeconds !== null && { startingPositionTimestamp: new Date(timestampSeconds * 1000).toISOString().replace('.000Z', 'Z') }),
    batchSize: plan.batchSize,
    maximumBatchingWindowInSeconds: plan.batchingWindowSeconds,
    parallelizationFactor: plan.parallelizationFactor,
    bisectBatchOnFunctionError: plan.bisectOnError,
    maximumRetryAttempts: plan.maximumRetryAttempts,
    maximumRecordAgeInSeconds: plan.maximumRecordAgeSeconds,
    functionResponseTypes: [...plan.functionResponseTypes],
    destinationConfig: { onFailure: { destinationArn: children.text(plan.onFailure) } },
    tags: children.tags,
  })
}

function makeSchedule(children: Children, plan: SchedulePlan, called: lambda.Function): void {
  const permissions = makeRole(children, plan.execution)
  children.create(
    scheduler.Schedule,
    plan.child,
    {
      scheduleExpression: plan.expression,
      flexibleTimeWindow: { mode: plan.flexibleWindow },
      target: {
        arn: called.arn,
        roleArn: children.text(arnOf(plan.execution.child)),
        retryPolicy: { maximumRetryAttempts: plan.maximumRetryAttempts, maximumEventAgeInSeconds: plan.maximumEventAgeSeconds },
        deadLetterConfig: { arn: children.text(plan.deadLetterQueue) },
      },
    },
    { dependsOn: [permissions] },
  )
}
