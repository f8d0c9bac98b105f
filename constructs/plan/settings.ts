/** Of `planKinesisLambdaLake`. All are optional; ranges and defaults are in `ranges.ts` and `defaults.ts`. */
export interface KinesisLambdaLakeSettings {
  /** `prod` retains and protects what holds data. @default 'dev' */
  readonly environment?: 'dev' | 'prod'
  /** What the stream and the functions are sized for, 0.01 to 1,000,000. @default unknown: an on-demand stream, and the cost of 100 */
  readonly eventsPerSecond?: number
  /** As producers write them, 1 to 1,048,576. @default 512 */
  readonly averageEventBytes?: number
  readonly stream?: StreamSettings
  readonly function?: FunctionSettings
  readonly mapping?: MappingSettings
  /** Partitions of the shuffle, 1 to 256, where windows are merged over shards. Fixed for the life of the state. @default 16 */
  readonly mergePartitions?: number
  /** How long rows wait to be published together, 1 to 60. @default 1 */
  readonly publishMinutes?: number
  readonly retention?: RetentionSettings
  readonly alarms?: AlarmSettings
  /**
   * Copies the events to the lake, by Firehose: from when it is made on, in any order, at least once each (so some may be there twice), ticks among them. It keeps events and no
   * windows; an output without windows keeps decoded events, each once.
   * - `objects`: records as they came, whatever they are; Firehose bills each as 5 KB
   * - `iceberg`: an Iceberg table in Glue with a column for each member of the JSON, billed by the GB. What is no JSON of the source's schema goes to `archive-errors/`. A source in
   *   another format, and one with names of members that are not in lower case, is refused: Firehose takes names as they are, and Glue has no others.
   *
   * @default none
   */
  readonly archive?: 'objects' | 'iceberg'
  /** The first day that the plain Parquet tables show, `YYYY-MM-DD`; Delta tables show all. @default '2020-01-01' */
  readonly firstDay?: string
  /** A query of the workgroup that would scan more is stopped, 10 MB and more. @default 1e12 (1 TB: 5 USD) */
  readonly queryBytesLimit?: number
  /** What happens to data and keys when they leave the deployment. @default 'destroy' in dev, 'retain' in prod */
  readonly removal?: 'retain' | 'destroy'
  /** Another number starts with new state and a new lake beside the same stream: the children get it as their suffix. 1 to 999. @default 1 */
  readonly generation?: number
}

export interface StreamSettings {
  /** @default the cheaper one at `eventsPerSecond`; on-demand where that isn't given */
  readonly mode?: 'on-demand' | 'provisioned'
  /** Of a provisioned stream, 1 to 10,000. @default by the rate */
  readonly shards?: number
  /** 24 to 8,760. @default 24 in dev, 168 in prod */
  readonly retentionHours?: number
  /** A stream that is there already, and the customer-managed key that it is encrypted with. */
  readonly existing?: { readonly arn: string; readonly keyArn?: string }
}

export interface FunctionSettings {
  /** Of the functions that process and merge, 128 to 10,240. A whole vCPU is 1,769. @default by the rate */
  readonly memoryMb?: number
  /** 10 to 900. @default 120 */
  readonly timeoutSeconds?: number
  /** @default 'arm64' */
  readonly architecture?: 'arm64' | 'x86_64'
  /** @default 'nodejs22.x' */
  readonly runtime?: 'nodejs22.x' | 'nodejs24.x'
  /** Of the function that processes, 1 to 10,000: more shards than this wait for each other. @default none */
  readonly reservedConcurrency?: number
}

export interface MappingSettings {
  /** False: nothing is read; records wait in the stream. @default true */
  readonly enabled?: boolean
  /** 1 to 10,000. @default as many events as fit the 6 MB of an invocation */
  readonly batchSize?: number
  /** 0 to 300. @default 5 */
  readonly batchingWindowSeconds?: number
  /** 0 to 10,000: bounded, so that a shard can't stand still for ever. @default 10,000 */
  readonly maximumRetryAttempts?: number
  /** 60 to 604,800. @default 604,800, or the stream's retention if that is less */
  readonly maximumRecordAgeSeconds?: number
  /** @default 'TRIM_HORIZON' */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP'
  /** Epoch seconds; required with AT_TIMESTAMP, refused without. */
  readonly startingPositionTimestampSeconds?: number
}

/** Days. */
export interface RetentionSettings {
  /** A number that CloudWatch has: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. @default 14 in dev, 90 in prod */
  readonly logDays?: number
  /** @default 30 in dev, 365 in prod */
  readonly lateEventDays?: number
  /** @default 30 in dev, 365 in prod */
  readonly deadLetterDays?: number
  /** Of objects that were replaced or deleted. @default 7 in dev, 30 in prod */
  readonly noncurrentDays?: number
  /** Of the archive's objects, and of what Firehose could not deliver; rows of an Iceberg archive stay. @default 30 in dev, 365 in prod */
  readonly archiveDays?: number
  /** @default 30 in dev, 90 in prod */
  readonly accessLogDays?: number
}

export interface AlarmSettings {
  /** ARN of the SNS topic that is told. @default none: alarms are seen in the console only */
  readonly topicArn?: string
  /** Age of the oldest record that waits, 1,000 and more. @default 300,000 in dev, 60,000 in prod */
  readonly iteratorAgeMs?: number
  /** Event time behind the clock, 1,000 and more. @default the source's delay and idle timeout, and 15 minutes */
  readonly watermarkLagMs?: number
  /** Within five minutes, 0 and more. @default a hundredth of the events, at least 10 */
  readonly deadLetters?: number
}
