import type { BucketPlan, KeyPlan, QueuePlan, StateTablePlan, StreamPlan } from '../../plan'
import { makeBucket, makeBucketSettings } from './bucket'
import type { Children } from './children'
import { makeKey } from './key'
import { makeQueue } from './queue'
import { makeStateTable } from './state-table'
import { makeStream } from './stream'

/** What holds data. */
export interface StoragePlan {
  readonly key: KeyPlan
  readonly buckets: readonly BucketPlan[]
  readonly streams: readonly StreamPlan[]
  readonly queues: readonly QueuePlan[]
  readonly stateTable?: StateTablePlan
}

/** The key before all that it encrypts. */
export function makeStorage(children: Children, plan: StoragePlan): void {
  makeKey(children, plan.key)
  for (const bucket of plan.buckets) makeBucket(children, bucket)
  for (const bucket of plan.buckets) makeBucketSettings(children, bucket)
  for (const stream of plan.streams) makeStream(children, stream)
  for (const queue of plan.queues) makeQueue(children, queue)
  if (plan.stateTable) makeStateTable(children, plan.stateTable)
}
