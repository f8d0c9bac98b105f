import * as kinesis from '@pulumi/aws/kinesis'
import * as pulumi from '@pulumi/pulumi'
import type { StreamPlan } from '../../plan'
import type { Children } from './children'
import { guarded, kept } from './kept'

export function makeStream(children: Children, plan: StreamPlan): void {
  if (plan.existing) {
    const arn = pulumi.output(children.text(plan.existing.arn))
    children.remember(plan.child, { arn, name: arn.apply(known => known.split('/').at(-1) ?? '') })
    return
  }
  const stream = children.create(
    kinesis.Stream,
    plan.child,
    {
      streamModeDetails: { streamMode: plan.mode === 'on-demand' ? 'ON_DEMAND' : 'PROVISIONED' },
      ...(plan.shards !== null && { shardCount: plan.shards }),
      retentionPeriod: plan.retentionHours,
      encryptionType: 'KMS',
      kmsKeyId: children.text(plan.key),
      // Consumers with enhanced fan-out would keep the stream from being deleted.
      enforceConsumerDeletion: plan.removal === 'destroy',
      tags: children.tags,
    },
    plan.role === 'events' ? guarded(plan.removal) : kept(plan.removal),
  )
  children.remember(plan.child, { arn: stream.arn, name: stream.name })
}
