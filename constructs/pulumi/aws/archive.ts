import * as cloudwatch from '@pulumi/aws/cloudwatch'
import * as kinesis from '@pulumi/aws/kinesis'
import { type ArchivePlan, arnOf, nameOf } from '../../plan'
import type { Children } from './children'
import { makeLogGroup } from './log-group'
import { makeRole } from './role'

/** A Firehose that copies the events' stream to the lake as it came. */
export function makeArchive(children: Children, plan: ArchivePlan): void {
  makeLogGroup(children, plan.logs)
  const logGroupName = children.text(nameOf(plan.logs.child))
  children.create(cloudwatch.LogStream, plan.logStream, { logGroupName, name: plan.logStreamName })
  const permissions = makeRole(children, plan.execution)
  const roleArn = children.text(arnOf(plan.execution.child))
  children.create(
    kinesis.FirehoseDeliveryStream,
    plan.child,
    {
      destination: 'extended_s3',
      kinesisSourceConfiguration: { kinesisStreamArn: children.text(plan.stream), roleArn },
      extendedS3Configuration: {
        bucketArn: children.text(plan.bucket),
        roleArn,
        prefix: plan.prefix,
        errorOutputPrefix: plan.errorPrefix,
        bufferingInterval: plan.bufferSeconds,
        bufferingSize: plan.bufferMb,
        compressionFormat: plan.compression,
        kmsKeyArn: children.text(plan.key),
        cloudwatchLoggingOptions: { enabled: true, logGroupName, logStreamName: plan.logStreamName },
        ...(plan.appendDelimiter && { processingConfiguration: { enabled: true, processors: [{ type: 'AppendDelimiterToRecord' }] } }),
      },
      tags: children.tags,
    },
    { dependsOn: [permissions] },
  )
}
