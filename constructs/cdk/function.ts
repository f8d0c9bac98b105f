import { Duration } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import {
  Architecture,
  CfnEventSourceMapping,
  type CfnFunction,
  type Code,
  Function as LambdaFunction,
  Runtime,
  RuntimeFamily,
} from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { FunctionPlan, MappingPlan } from '../plan'
import { acknowledge } from './acknowledge'
import type { Children } from './children'
import { makeLogGroup } from './log-group'
import { makeRole, type RoleParts } from './role'
import { makeSchedule, type ScheduleParts } from './schedule'

/** A function with what it runs as, where it logs, and what calls it. */
export interface FunctionParts extends RoleParts {
  readonly function: LambdaFunction
  readonly logs: LogGroup
  /** Where it reads a stream. */
  readonly mapping?: CfnEventSourceMapping
  /** Where it is called every now and then. */
  readonly schedule?: ScheduleParts
}

/** It is changed after what it depends on: its own policy, and `after`. */
export function makeFunction(children: Children, plan: FunctionPlan, code: Code, environmentEncryption: IKey): FunctionParts {
  const logs = makeLogGroup(children, plan.logs, environmentEncryption)
  const { role, policy } = makeRole(children, plan.execution)
  const made = new LambdaFunction(children.scope, plan.child, {
    description: plan.description,
    role,
    code,
    runtime: new Runtime(plan.runtime, RuntimeFamily.NODEJS, { supportsInlineCode: true }),
    architecture: plan.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
    handler: plan.handler,
    memorySize: plan.memoryMb,
    timeout: Duration.seconds(plan.timeoutSeconds),
    ...(plan.reservedConcurrency !== null && { reservedConcurrentExecutions: plan.reservedConcurrency }),
    environment: children.texts(plan.environment),
    environmentEncryption,
    logGroup: logs,
  })
  // `deadLetterQueue` would add a second policy to the role.
  ;(made.node.defaultChild as CfnFunction).deadLetterConfig = { targetArn: children.text(plan.deadLetterQueue) }
  made.node.addDependency(policy)
  acknowledge(made, 'L1', `${plan.runtime} has its maintenance; function.runtime chooses a newer one`)
  children.remember(plan.child, { arn: made.functionArn, name: made.functionName })
  return {
    function: made,
    role,
    policy,
    logs,
    ...(plan.mapping && { mapping: makeMapping(children, plan.mapping, made) }),
    ...(plan.schedule && { schedule: makeSchedule(children, plan.schedule, made) }),
  }
}

function makeMapping(children: Children, plan: MappingPlan, called: LambdaFunction): CfnEventSourceMapping {
  const timestampSeconds = plan.startingPositionTimestampSeconds
  return new CfnEventSourceMapping(children.scope, plan.child, {
    eventSourceArn: children.text(plan.stream),
    functionName: called.functionName,
    enabled: plan.enabled,
    startingPosition: plan.startingPosition,
    ...(timestampSeconds !== null && { startingPositionTimestamp: timestampSeconds }),
    batchSize: plan.batchSize,
    maximumBatchingWindowInSeconds: plan.batchingWindowSeconds,
    parallelizationFactor: plan.parallelizationFactor,
    bisectBatchOnFunctionError: plan.bisectOnError,
    maximumRetryAttempts: plan.maximumRetryAttempts,
    maximumRecordAgeInSeconds: plan.maximumRecordAgeSeconds,
    functionResponseTypes: [...plan.functionResponseTypes],
    destinationConfig: { onFailure: { destination: children.text(plan.onFailure) } },
  })
}
