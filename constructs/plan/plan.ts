import type { ArchivePlan, CatalogPlan } from './catalog-plan'
import type { ChildName, Reference, Text, Tree } from './references'
import type { DeployedState } from './state'
import type { Statement } from './statements'

/** What was decided, and why. */
export interface Decision {
  /** `events: 4 shards`. */
  readonly what: string
  /** With the arithmetic. */
  readonly reason: string
  /** Where the rule is from. */
  readonly source?: string
}

/** What happens to a resource with data when it leaves the deployment: `retain` keeps it and protects it against deletion. */
export type Removal = 'retain' | 'destroy'

export interface KeyPlan {
  readonly child: ChildName
  readonly description: string
  /** True: a new key each year. */
  readonly rotation: boolean
  readonly deletionWindowDays: number
  readonly policy: readonly Statement[]
  readonly removal: Removal
}

export interface StreamPlan {
  readonly child: ChildName
  /** What it carries. */
  readonly role: 'events' | 'shuffle'
  /** Not null: nothing is made, and references to the child are to this stream. */
  readonly existing: { readonly arn: string; readonly keyArn: string | null } | null
  readonly mode: 'on-demand' | 'provisioned'
  /** Null for on-demand. */
  readonly shards: number | null
  readonly retentionHours: number
  readonly key: Reference
  readonly removal: Removal
}

export interface BucketPlan {
  readonly child: ChildName
  readonly role: 'lake' | 'access-logs'
  /** Null: SSE-S3, where S3 itself delivers (access logs take no KMS keys). */
  readonly key: Reference | null
  /** Fewer calls to KMS. */
  readonly bucketKey: boolean
  readonly versioned: boolean
  /** All four switches. */
  readonly blockPublicAccess: true
  /** `BucketOwnerEnforced`: no ACLs. */
  readonly objectOwnership: 'BucketOwnerEnforced'
  readonly policy: readonly Statement[]
  readonly lifecycle: readonly LifecycleRule[]
  /** Server access logs; null for the bucket that gets them. */
  readonly accessLogs: { readonly bucket: Reference; readonly prefix: string } | null
  readonly removal: Removal
}

export interface LifecycleRule {
  readonly id: string
  /** Empty: the whole bucket. */
  readonly prefix: string
  readonly expirationDays?: number
  readonly noncurrentExpirationDays?: number
  readonly abortIncompleteUploadDays?: number
  /** Removes markers of deletion behind which nothing is left. Not together with `expirationDays`. */
  readonly expiredDeleteMarkers?: true
}

export interface StateTablePlan {
  readonly child: ChildName
  readonly partitionKey: { readonly name: string; readonly type: 'S' }
  readonly sortKey: { readonly name: string; readonly type: 'S' }
  readonly billing: 'PAY_PER_REQUEST'
  readonly key: Reference
  readonly pointInTimeRecovery: boolean
  readonly deletionProtection: boolean
  readonly removal: Removal
}

export interface QueuePlan {
  readonly child: ChildName
  readonly role: 'failures' | 'dead-letters'
  readonly retentionSeconds: number
  readonly visibilityTimeoutSeconds: number
  readonly key: Reference
  readonly dataKeyReuseSeconds: number
  readonly policy: readonly Statement[]
  /** Where messages go that nobody could process. */
  readonly redrive: { readonly queue: Reference; readonly maxReceives: number } | null
}

export type FunctionRole = 'process' | 'merge' | 'publish' | 'tick'

export interface FunctionPlan {
  readonly child: ChildName
  readonly role: FunctionRole
  readonly description: string
  readonly runtime: string
  readonly architecture: 'arm64' | 'x86_64'
  readonly handler: 'index.handler'
  readonly memoryMb: number
  readonly timeoutSeconds: number
  /** Null: what the account has. */
  readonly reservedConcurrency: number | null
  readonly environment: Readonly<Record<string, Text>>
  /** For the environment's encryption. */
  readonly key: Reference
  /** Where events of failed asynchronous invocations go. */
  readonly deadLetterQueue: Reference
  readonly logs: LogGroupPlan
  readonly execution: RolePlan
  readonly mapping: MappingPlan | null
  readonly schedule: SchedulePlan | null
}

export interface LogGroupPlan {
  readonly child: ChildName
  readonly retentionDays: number
  readonly key: Reference
  readonly removal: Removal
}

export interface RolePlan {
  readonly child: ChildName
  /** Who may take the role. */
  readonly service: string
  /** Whether its trust is bound to the account (`aws:SourceAccount`), against confused deputies: where the service says on whose behalf it comes. */
  readonly sourceAccount: boolean
  /** Name of its one inline policy. */
  readonly policy: ChildName
  readonly statements: readonly Statement[]
}

/** An event source mapping of Kinesis. */
export interface MappingPlan {
  readonly child: ChildName
  readonly stream: Reference
  readonly enabled: boolean
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP'
  /** Epoch seconds, with AT_TIMESTAMP. */
  readonly startingPositionTimestampSeconds: number | null
  readonly batchSize: number
  readonly batchingWindowSeconds: number
  /** Always 1: a lane of a shard has no name by which state could be kept. */
  readonly parallelizationFactor: 1
  readonly bisectOnError: true
  readonly maximumRetryAttempts: number
  readonly maximumRecordAgeSeconds: number
  readonly functionResponseTypes: readonly ['ReportBatchItemFailures']
  readonly onFailure: Reference
}

/** A schedule of EventBridge Scheduler. */
export interface SchedulePlan {
  readonly child: ChildName
  /** `rate(1 minute)`. */
  readonly expression: string
  readonly flexibleWindow: 'OFF'
  readonly maximumRetryAttempts: number
  readonly maximumEventAgeSeconds: number
  readonly deadLetterQueue: Reference
  readonly execution: RolePlan
}

export interface AlarmPlan {
  readonly child: ChildName
  readonly description: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, Text>>
  readonly statistic: 'Sum' | 'Maximum'
  readonly periodSeconds: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly threshold: number
  readonly comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold'
  readonly missingData: 'notBreaching' | 'breaching'
  /** ARNs of topics, for ALARM and for OK. */
  readonly actions: readonly string[]
}

export interface DashboardPlan {
  readonly child: ChildName
  readonly dashboardName: string
  /** CloudWatch's JSON, for `resolveTree`. */
  readonly body: Tree
}

/** What the deployment remembers of itself, to be compared with the next plan at preview: `JSON.parse` gives a `DeployedState`. */
export interface StateParameterPlan {
  readonly child: ChildName
  /** Name of the SSM parameter. */
  readonly parameterName: string
  readonly value: string
}

/** What the plans of all lakes have. */
export interface LakePlan {
  /** The pipeline's name. */
  readonly pipeline: string
  readonly environment: 'dev' | 'prod'
  readonly key: KeyPlan
  /** The events' stream, and the shuffle's where windows are merged over shards by functions. */
  readonly streams: readonly StreamPlan[]
  /** The access logs' bucket first. */
  readonly buckets: readonly BucketPlan[]
  readonly catalog: CatalogPlan
  readonly alarms: readonly AlarmPlan[]
  readonly dashboard: DashboardPlan
  readonly stateParameter: StateParameterPlan
  readonly deployedState: DeployedState
  readonly tags: Readonly<Record<string, string>>
  /** What a component gives to its user. */
  readonly outputs: Readonly<Record<string, Text>>
  readonly load: Load
  readonly decisions: readonly Decision[]
}

/** What Kinesis → Lambda → S3 needs, down to the last setting: tools only render it. */
export interface KinesisLambdaLakePlan extends LakePlan {
  readonly kind: 'kinesis-lambda-lake'
  readonly stateTable: StateTablePlan
  readonly queues: readonly QueuePlan[]
  readonly functions: readonly FunctionPlan[]
  /** The raw events, for replays; null: none. */
  readonly archive: ArchivePlan | null
}

/** What the sizes and the cost are computed from. */
export interface Load {
  readonly eventsPerSecond: number
  readonly averageEventBytes: number
  /** Nobody said: `eventsPerSecond` is what the cost is shown for. */
  readonly isAssumed: boolean
}
