import * as sqs from '@pulumi/aws/sqs'
import type { QueuePlan } from '../../plan'
import type { Children } from './children'

export function makeQueue(children: Children, plan: QueuePlan): void {
  const { redrive } = plan
  const queue = children.create(sqs.Queue, plan.child, {
    messageRetentionSeconds: plan.retentionSeconds,
    visibilityTimeoutSeconds: plan.visibilityTimeoutSeconds,
    kmsMasterKeyId: children.text(plan.key),
    kmsDataKeyReusePeriodSeconds: plan.dataKeyReuseSeconds,
    ...(redrive && { redrivePolicy: children.json({ deadLetterTargetArn: redrive.queue, maxReceiveCount: redrive.maxReceives }) }),
    tags: children.tags,
  })
  children.remember(plan.child, { arn: queue.arn, name: queue.name, url: queue.url })
  if (plan.policy.length > 0)
    children.create(sqs.QueuePolicy, `${plan.child}-policy`, { queueUrl: queue.url, policy: children.policy(plan.policy) })
}
