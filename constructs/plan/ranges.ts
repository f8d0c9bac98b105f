/** What a setting may be. */
export type Range =
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole: boolean }
  | { readonly kind: 'one-of'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text'; readonly pattern: RegExp; readonly allowed: string }
  | { readonly kind: 'group'; readonly members: Ranges; readonly required?: readonly string[] }

export type Ranges = Readonly<Record<string, Range>>

const whole = (least: number, most: number): Range => ({ kind: 'number', least, most, whole: true })
const number = (least: number, most: number): Range => ({ kind: 'number', least, most, whole: false })
const oneOf = (...values: readonly (string | number)[]): Range => ({ kind: 'one-of', values })
const group = (members: Ranges, required: readonly string[] = []): Range => ({ kind: 'group', members, required })
const arnOf = (service: string, resource: string, example: string): Range => ({
  kind: 'text',
  pattern: new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`),
  allowed: `an ARN such as ${example}`,
})

const TOPIC_ARN = arnOf('sns', '[a-zA-Z0-9_-]+', 'arn:aws:sns:eu-central-1:123456789012:operations')
const DAYS = whole(1, 3653)
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_DAYS = oneOf(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)

/** What the settings of every AWS plan have in common. */
export const COMMON_RANGES = {
  environment: oneOf('dev', 'prod'),
  eventsPerSecond: number(0.01, 1_000_000),
  averageEventBytes: whole(1, 1_048_576),
  stream: group({
    mode: oneOf('on-demand', 'provisioned'),
    shards: whole(1, 10_000),
    // https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html
    retentionHours: whole(24, 8760),
    existing: group(
      {
        arn: arnOf('kinesis', 'stream/[a-zA-Z0-9_.-]+', 'arn:aws:kinesis:eu-central-1:123456789012:stream/events'),
        keyArn: arnOf('kms', 'key/[a-zA-Z0-9-]+', 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
      },
      ['arn'],
    ),
  }),
  // https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html
  queryBytesLimit: whole(10_000_000, 7_000_000_000_000_000),
  removal: oneOf('retain', 'destroy'),
  generation: whole(1, 999),
} as const satisfies Ranges

/** Sources: the Lambda and Kinesis API references (CreateFunction, CreateEventSourceMapping). */
export const LAMBDA_LAKE_RANGES = {
  ...COMMON_RANGES,
  function: group({
    memoryMb: whole(128, 10_240),
    timeoutSeconds: whole(10, 900),
    architecture: oneOf('arm64', 'x86_64'),
    runtime: oneOf('nodejs22.x', 'nodejs24.x'),
    reservedConcurrency: whole(1, 10_000),
  }),
  mapping: group({
    enabled: { kind: 'boolean' },
    batchSize: whole(1, 10_000),
    batchingWindowSeconds: whole(0, 300),
    maximumRetryAttempts: whole(0, 10_000),
    maximumRecordAgeSeconds: whole(60, 604_800),
    startingPosition: oneOf('TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'),
    startingPositionTimestampSeconds: whole(0, 99_999_999_999),
  }),
  firstDay: { kind: 'text', pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, allowed: 'a day such as 2020-01-01' },
  mergePartitions: whole(1, 256),
  publishMinutes: whole(1, 60),
  retention: group({
    logDays: LOG_DAYS,
    lateEventDays: DAYS,
    deadLetterDays: DAYS,
    noncurrentDays: DAYS,
    archiveDays: DAYS,
    accessLogDays: DAYS,
  }),
  alarms: group({
    topicArn: TOPIC_ARN,
    iteratorAgeMs: whole(1000, 604_800_000),
    watermarkLagMs: whole(1000, Number.MAX_SAFE_INTEGER),
    deadLetters: whole(0, Number.MAX_SAFE_INTEGER),
  }),
  archive: oneOf('objects', 'iceberg'),
} as const satisfies Ranges

/** Sources: the API reference of Managed Service for Apache Flink (ParallelismConfiguration, CheckpointConfiguration). */
export const FLINK_LAKE_RANGES = {
  ...COMMON_RANGES,
  parallelism: whole(1, 2048),
  parallelismPerKpu: whole(1, 8),
  autoScaling: { kind: 'boolean' },
  checkpointSeconds: whole(1, 3600),
  skipSnapshot: { kind: 'boolean' },
  startingPosition: oneOf('TRIM_HORIZON', 'LATEST'),
  start: { kind: 'boolean' },
  retention: group({ logDays: LOG_DAYS, noncurrentDays: DAYS, accessLogDays: DAYS }),
  alarms: group({
    topicArn: TOPIC_ARN,
    iteratorAgeMs: whole(1000, 604_800_000),
    lateEvents: whole(0, Number.MAX_SAFE_INTEGER),
  }),
} as const satisfies Ranges
