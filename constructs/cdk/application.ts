import { ArnFormat, Stack } from 'aws-cdk-lib'
import { CfnApplication, CfnApplicationCloudWatchLoggingOption } from 'aws-cdk-lib/aws-kinesisanalyticsv2'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { type LogGroup, LogStream } from 'aws-cdk-lib/aws-logs'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { type FlinkApplicationPlan, flinkConfiguration } from '../plan'
import type { Children } from './children'
import { makeLogGroup } from './log-group'
import { removalPolicy } from './removal'
import { makeRole, type RoleParts } from './role'

/** An application of Managed Service for Apache Flink. CloudFormation makes and updates it, and never starts it. */
export interface ApplicationParts extends RoleParts {
  readonly application: CfnApplication
  readonly logs: LogGroup
  readonly logStream: LogStream
  readonly logging: CfnApplicationCloudWatchLoggingOption
}

/** `runner`: the path of the jar, which becomes an asset, since nothing but a function could put it into the stack's own bucket. */
export function makeApplication(children: Children, plan: FlinkApplicationPlan, runner: string, key: IKey): ApplicationParts {
  const { scope } = children
  const code = new Asset(scope, `${plan.child}-code`, { path: runner })
  const logs = makeLogGroup(children, plan.logs, key)
  const logStream = new LogStream(scope, plan.logStream, {
    logGroup: logs,
    logStreamName: plan.logStreamName,
    removalPolicy: removalPolicy(plan.logs.removal),
  })
  const { role, policy } = makeRole(children, { ...plan.execution, statements: plan.execution.statements.map(loadsFrom(code)) })
  const application = new CfnApplication(scope, plan.child, {
    applicationName: plan.applicationName,
    applicationDescription: plan.description,
    applicationMode: plan.applicationMode,
    runtimeEnvironment: plan.runtime,
    serviceExecutionRole: role.roleArn,
    applicationConfiguration: configuration(children, plan, code),
    runConfiguration: {
      applicationRestoreConfiguration: { applicationRestoreType: plan.restore },
      flinkRunConfiguration: { allowNonRestoredState: plan.allowNonRestoredState },
    },
  })
  application.node.addDependency(policy)
  children.remember(plan.child, { name: application.ref })
  const logStreamArn = Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${logs.logGroupName}:log-stream:${logStream.logStreamName}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
  const logging = new CfnApplicationCloudWatchLoggingOption(scope, `${plan.child}-logging`, {
    applicationName: application.ref,
    cloudWatchLoggingOption: { logStreamArn },
  })
  return { application, logs, logStream, logging, role, policy }
}

/** The plan's statement for the runner's jar, about the asset. */
const loadsFrom =
  (code: Asset) =>
  (statement: FlinkApplicationPlan['execution']['statements'][number]): typeof statement =>
    statement.sid === 'LoadRunner' ? { ...statement, resources: [{ arn: code.bucket.arnForObjects(code.s3ObjectKey) }] } : statement

function configuration(children: Children, plan: FlinkApplicationPlan, code: Asset): CfnApplication.ApplicationConfigurationProperty {
  return {
    applicationCodeConfiguration: {
      codeContentType: 'ZIPFILE',
      codeContent: { s3ContentLocation: { bucketArn: code.bucket.bucketArn, fileKey: code.s3ObjectKey } },
    },
    environmentProperties: {
      propertyGroups: plan.properties.map(({ id, values }) => ({ propertyGroupId: id, propertyMap: children.texts(values) })),
    },
    applicationSnapshotConfiguration: { snapshotsEnabled: plan.snapshots },
    flinkApplicationConfiguration: flinkConfiguration(plan),
  }
}
