import { Duration } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { type CfnQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { QueuePlan } from '../plan'
import type { Children } from './children'

export function makeQueue(children: Children, plan: QueuePlan, encryptionMasterKey: IKey): Queue {
  const queue = new Queue(children.scope, plan.child, {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey,
    dataKeyReuse: Duration.seconds(plan.dataKeyReuseSeconds),
    retentionPeriod: Duration.seconds(plan.retentionSeconds),
    visibilityTimeout: Duration.seconds(plan.visibilityTimeoutSeconds),
  })
  if (plan.redrive !== null)
    (queue.node.defaultChild as CfnQueue).redrivePolicy = {
      deadLetterTargetArn: children.text(plan.redrive.queue),
      maxReceiveCount: plan.redrive.maxReceives,
    }
  children.remember(plan.child, { arn: queue.queueArn, name: queue.queueName, url: queue.queueUrl })
  for (const statement of children.statements(plan.policy)) queue.addToResourcePolicy(statement)
  return queue
}
