import type { IStream } from 'aws-cdk-lib/aws-kinesis'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { BucketPlan, KeyPlan, QueuePlan, StreamPlan } from '../plan'
import { makeBucket, makeBucketPolicy } from './bucket'
import type { Children } from './children'
import { makeKey } from './key'
import { makeQueue } from './queue'
import { makeStream } from './stream'

/** What holds data. */
export interface StoragePlan {
  readonly key: KeyPlan
  readonly buckets: readonly BucketPlan[]
  readonly streams: readonly StreamPlan[]
  readonly queues: readonly QueuePlan[]
}

/** By their roles in the plan. */
export interface StorageParts {
  readonly key: Key
  readonly buckets: ReadonlyMap<BucketPlan['role'], Bucket>
  readonly streams: ReadonlyMap<StreamPlan['role'], IStream>
  readonly queues: ReadonlyMap<QueuePlan['role'], Queue>
}

/** The key before all that it encrypts; policies of buckets after all buckets. */
export function makeStorage(children: Children, plan: StoragePlan): StorageParts {
  const key = makeKey(children, plan.key)
  const buckets = plan.buckets.map(bucket => ({ bucket, made: makeBucket(children, bucket, key) }))
  for (const { bucket, made } of buckets) makeBucketPolicy(children, bucket, made)
  const streams = plan.streams.map(stream => [stream.role, makeStream(children, stream, key)] as const)
  const queues = new Map<QueuePlan['role'], Queue>()
  for (const queue of plan.queues) queues.set(queue.role, makeQueue(children, queue, key))
  return {
    key,
    buckets: new Map(buckets.map(({ bucket, made }) => [bucket.role, made])),
    streams: new Map(streams),
    queues,
  }
}
