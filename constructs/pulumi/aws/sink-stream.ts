import * as kinesis from '@pulumi/aws/kinesis'
import type { SinkStreamPlan } from '../../plan'
import type { Children } from './children'
import { kept } from './kept'

/** A stream that an application of Flink writes. */
export function makeSinkStream(children: Children, plan: SinkStreamPlan): void {
  const stream = children.create(
    kinesis.Stream,
    plan.child,
    {
      name: plan.streamName,
      streamModeDetails: { streamMode: 'PROVISIONED' },
      shardCount: plan.shards,
      retentionPeriod: plan.retentionHours,
      encryptionType: 'KMS',
      kmsKeyId: children.text(plan.key),
      enforceConsumerDeletion: plan.removal === 'destroy',
      tags: children.tags,
    },
    kept(plan.removal),
  )
  children.remember(plan.child, { arn: stream.arn, name: stream.name })
}
