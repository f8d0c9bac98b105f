import { Duration } from 'aws-cdk-lib'
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { SinkStreamPlan } from '../plan'
import { acknowledgeOwnKey } from './acknowledge'
import type { Children } from './children'
import { removalPolicy } from './removal'

export function makeSinkStream(children: Children, plan: SinkStreamPlan, encryptionKey: IKey): Stream {
  const stream = new Stream(children.scope, plan.child, {
    streamName: plan.streamName,
    streamMode: StreamMode.PROVISIONED,
    shardCount: plan.shards,
    retentionPeriod: Duration.hours(plan.retentionHours),
    encryption: StreamEncryption.KMS,
    encryptionKey,
    removalPolicy: removalPolicy(plan.removal),
  })
  acknowledgeOwnKey(stream)
  children.remember(plan.child, { arn: stream.streamArn, name: stream.streamName })
  return stream
}
