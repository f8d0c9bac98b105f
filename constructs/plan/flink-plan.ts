import type { LakePlan, LogGroupPlan, Removal, RolePlan } from './plan'
import type { ChildName, Reference, Text } from './references'

/** A stream that the application writes; its name is in the text, so it is set. */
export interface SinkStreamPlan {
  readonly child: ChildName
  readonly streamName: string
  /** An output of the definition, its late events, or events whose key is null. */
  readonly role: 'output' | 'late-events' | 'dead-letters'
  readonly mode: 'provisioned'
  readonly shards: number
  readonly retentionHours: number
  readonly key: Reference
  readonly removal: Removal
}

/** At most 50 entries, each value 1 to 2,048 characters. https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_PropertyGroup.html */
export interface PropertyGroup {
  readonly id: string
  readonly values: Readonly<Record<string, Text>>
}

/** An application of Managed Service for Apache Flink: the generic runner with the compiled text as its properties. */
export interface FlinkApplicationPlan {
  readonly child: ChildName
  readonly applicationName: string
  readonly description: string
  readonly runtime: 'FLINK-2_2'
  readonly applicationMode: 'STREAMING'
  /** Where the tool puts the runner's jar: under this prefix of the bucket, named by its content. */
  readonly code: { readonly bucket: Reference; readonly keyPrefix: string }
  readonly properties: readonly PropertyGroup[]
  readonly checkpoints: { readonly intervalMs: number; readonly minimumPauseMs: number }
  readonly parallelism: number
  readonly parallelismPerKpu: number
  readonly autoScaling: boolean
  readonly metricsLevel: 'APPLICATION' | 'TASK' | 'OPERATOR' | 'PARALLELISM'
  readonly logLevel: 'INFO' | 'WARN' | 'ERROR' | 'DEBUG'
  /** An update takes a snapshot first, and a stop. */
  readonly snapshots: boolean
  readonly restore: 'RESTORE_FROM_LATEST_SNAPSHOT' | 'SKIP_RESTORE_FROM_SNAPSHOT'
  /** False: a snapshot with state that the new text has no use for is refused. */
  readonly allowNonRestoredState: boolean
  readonly start: boolean
  readonly execution: RolePlan
  readonly logs: LogGroupPlan
  /** The child that is the log stream, and its name. */
  readonly logStream: ChildName
  readonly logStreamName: string
}

/** What Kinesis → Managed Flink → Iceberg in S3 and Glue needs, down to the last setting: tools only render it. Tables are made by the job. */
export interface KinesisFlinkLakePlan extends LakePlan {
  readonly kind: 'kinesis-flink-lake'
  readonly sinkStreams: readonly SinkStreamPlan[]
  readonly application: FlinkApplicationPlan
}
