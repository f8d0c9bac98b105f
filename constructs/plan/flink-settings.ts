import type { StreamSettings } from './settings'

/** Of `planKinesisFlinkLake`. All are optional; see `KinesisLambdaLakeSettings` for those that both have. */
export interface KinesisFlinkLakeSettings {
  /** @default 'dev' */
  readonly environment?: 'dev' | 'prod'
  /** @default 100 */
  readonly eventsPerSecond?: number
  /** @default 512 */
  readonly averageEventBytes?: number
  /** Provisioned by default: an on-demand stream splits shards by itself, and events of two shards that one task reads may be lost as late. */
  readonly stream?: StreamSettings
  /** Tasks, 1 to 2,048. With one for each shard late events are judged exactly by the law. Required with an existing stream. @default the shards of the stream */
  readonly parallelism?: number
  /** Tasks on a KPU (one vCPU, 4 GB), 1 to 8. @default 4 */
  readonly parallelismPerKpu?: number
  /** The service changes the parallelism by the load of CPUs: then tasks read several shards or none, see docs/aws.md on lateness. @default false */
  readonly autoScaling?: boolean
  /** Rows are written when a checkpoint is complete, 1 to 3,600. @default 60 */
  readonly checkpointSeconds?: number
  /** True: the next update starts without the state of the last snapshot, and open windows are lost. Set it for one update, by choice. @default false */
  readonly skipSnapshot?: boolean
  /** @default 'TRIM_HORIZON' */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST'
  /** Whether the application is started when it is deployed. @default true */
  readonly start?: boolean
  readonly retention?: { readonly logDays?: number; readonly noncurrentDays?: number; readonly accessLogDays?: number }
  readonly alarms?: {
    readonly topicArn?: string
    /** @default 300,000 in dev, 60,000 in prod */
    readonly iteratorAgeMs?: number
    /** Late events within five minutes. @default a hundredth of the events, at least 10 */
    readonly lateEvents?: number
  }
  /** @default 1e12 */
  readonly queryBytesLimit?: number
  /** @default 'destroy' in dev, 'retain' in prod */
  readonly removal?: 'retain' | 'destroy'
  /** @default 1 */
  readonly generation?: number
}
