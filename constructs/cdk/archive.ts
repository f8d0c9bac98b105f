import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { type LogGroup, LogStream } from 'aws-cdk-lib/aws-logs'
import type { ArchivePlan } from '../plan'
import { acknowledge } from './acknowledge'
import type { Children } from './children'
import { makeLogGroup } from './log-group'
import { removalPolicy } from './removal'
import { makeRole, type RoleParts } from './role'

/** A Firehose that copies the events' stream to the lake as it came. */
export interface ArchiveParts extends RoleParts {
  readonly delivery: CfnDeliveryStream
  readonly logs: LogGroup
  readonly logStream: LogStream
}

export function makeArchive(children: Children, plan: ArchivePlan, key: IKey): ArchiveParts {
  const { scope } = children
  const logs = makeLogGroup(children, plan.logs, key)
  const logStream = new LogStream(scope, plan.logStream, {
    logGroup: logs,
    logStreamName: plan.logStreamName,
    removalPolicy: removalPolicy(plan.logs.removal),
  })
  const { role, policy } = makeRole(children, plan.execution)
  const delivery = new CfnDeliveryStream(scope, plan.child, {
    deliveryStreamType: 'KinesisStreamAsSource',
    kinesisStreamSourceConfiguration: { kinesisStreamArn: children.text(plan.stream), roleArn: role.roleArn },
    extendedS3DestinationConfiguration: {
      bucketArn: children.text(plan.bucket),
      roleArn: role.roleArn,
      prefix: plan.prefix,
      errorOutputPrefix: plan.errorPrefix,
      bufferingHints: { intervalInSeconds: plan.bufferSeconds, sizeInMBs: plan.bufferMb },
      compressionFormat: plan.compression,
      encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: children.text(plan.key) } },
      cloudWatchLoggingOptions: { enabled: true, logGroupName: logs.logGroupName, logStreamName: logStream.logStreamName },
      ...(plan.appendDelimiter && { processingConfiguration: { enabled: true, processors: [{ type: 'AppendDelimiterToRecord' }] } }),
    },
  })
  delivery.node.addDependency(policy)
  acknowledge(delivery, 'KDF1', 'its source is an encrypted stream; encryption of its own is for records that are put to it directly')
  return { delivery, logs, logStream, role, policy }
}
