import { Duration } from 'aws-cdk-lib'
import { type IStream, Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis'
import { type IKey, Key } from 'aws-cdk-lib/aws-kms'
import type { StreamPlan } from '../plan'
import { acknowledgeOwnKey } from './acknowledge'
import type { Children } from './children'
import { removalPolicy } from './removal'

/** The stream, or a reference to the one that is there already. */
export function makeStream(children: Children, plan: StreamPlan, encryptionKey: IKey): IStream {
  const stream = plan.existing ? existing(children, plan.child, plan.existing) : created(children, plan, encryptionKey)
  children.remember(plan.child, { arn: stream.streamArn, name: stream.streamName })
  return stream
}

function created({ scope }: Children, plan: StreamPlan, encryptionKey: IKey): Stream {
  const stream = new Stream(scope, plan.child, {
    streamMode: plan.mode === 'on-demand' ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED,
    ...(plan.shards !== null && { shardCount: plan.shards }),
    retentionPeriod: Duration.hours(plan.retentionHours),
    encryption: StreamEncryption.KMS,
    encryptionKey,
    removalPolicy: removalPolicy(plan.removal),
  })
  acknowledgeOwnKey(stream)
  return stream
}

function existing(children: Children, child: string, { arn, keyArn }: NonNullable<StreamPlan['existing']>): IStream {
  return Stream.fromStreamAttributes(children.scope, child, {
    streamArn: children.text(arn),
    ...(keyArn !== null && { encryptionKey: Key.fromKeyArn(children.scope, `${child}-key`, children.text(keyArn)) }),
  })
}
