import type { KinesisLambdaLakeSettings } from '../../../constructs/plan'

export const STACK = 'streambed-e2e'

export const SETTINGS: KinesisLambdaLakeSettings = {
  stream: { mode: 'provisioned', shards: 2 },
  // The emulator's own mapping loses records on errors: it is deployed, but off.
  mapping: { enabled: false, batchSize: 200, batchingWindowSeconds: 0 },
  mergePartitions: 4,
}
