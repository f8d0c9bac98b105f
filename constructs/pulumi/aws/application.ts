import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as cloudwatch from '@pulumi/aws/cloudwatch'
import * as analytics from '@pulumi/aws/kinesisanalyticsv2'
import * as s3 from '@pulumi/aws/s3'
import * as pulumi from '@pulumi/pulumi'
import { arnOf, type FlinkApplicationPlan, flinkConfiguration, nameOf } from '../../plan'
import type { Children } from './children'
import { makeLogGroup } from './log-group'
import { makeRole } from './role'

/**
 * An application of Managed Service for Apache Flink: the runner's jar with the compiled text as its properties. An update of one that runs
 * takes a snapshot before, and goes on from it.
 */
export function makeApplication(
  children: Children,
  plan: FlinkApplicationPlan,
  runner: string,
  dependsOn: readonly pulumi.Resource[],
): void {
  makeLogGroup(children, plan.logs)
  const logStream = children.create(cloudwatch.LogStream, plan.logStream, {
    logGroupName: children.text(nameOf(plan.logs.child)),
    name: plan.logStreamName,
  })
  const permissions = makeRole(children, plan.execution)
  const code = makeCode(children, plan, runner)
  const application = children.create(
    analytics.Application,
    plan.child,
    {
      name: plan.applicationName,
      description: plan.description,
      runtimeEnvironment: plan.runtime,
      applicationMode: plan.applicationMode,
      serviceExecutionRole: children.text(arnOf(plan.execution.child)),
      startApplication: plan.start,
      cloudwatchLoggingOptions: { logStreamArn: logStream.arn },
      applicationConfiguration: configuration(children, plan, code),
      tags: children.tags,
    },
    { dependsOn: [permissions, ...dependsOn] },
  )
  children.remember(plan.child, { arn: application.arn, name: application.name })
}

/** The jar in the lake's bucket, named by its content: another jar is another object, which is there before the application takes it. */
function makeCode(children: Children, plan: FlinkApplicationPlan, runner: string): s3.BucketObjectv2 {
  const hash = createHash('sha256').update(readFileSync(runner)).digest('hex')
  return children.create(s3.BucketObjectv2, `${plan.child}-code`, {
    bucket: children.text({ ref: plan.code.bucket.ref, attribute: 'name' }),
    key: `${plan.code.keyPrefix}${hash}.jar`,
    source: new pulumi.asset.FileAsset(runner),
    tags: children.tags,
  })
}

function configuration(children: Children, plan: FlinkApplicationPlan, code: s3.BucketObjectv2) {
  return {
    applicationCodeConfiguration: {
      codeContentType: 'ZIPFILE',
      codeContent: { s3ContentLocation: { bucketArn: children.text(plan.code.bucket), fileKey: code.key } },
    },
    applicationSnapshotConfiguration: { snapshotsEnabled: plan.snapshots },
    environmentProperties: {
      propertyGroups: plan.properties.map(({ id, values }) => ({ propertyGroupId: id, propertyMap: children.texts(values) })),
    },
    flinkApplicationConfiguration: flinkConfiguration(plan),
    runConfiguration: {
      applicationRestoreConfiguration: { applicationRestoreType: plan.restore },
      flinkRunConfiguration: { allowNonRestoredState: plan.allowNonRestoredState },
    },
  }
}
