import type { Artifact } from '../../engines'
import { checkEngine, compile } from '../../engines/compile'
import { engineIssueText } from '../../engines/errors'
import { flinkSql } from '../../engines/flink-sql'
import { type Definition, InvalidPipelineError, type Issue } from '../../pipeline'
import { planCatalog } from './catalog'
import { checkSettings } from './check'
import { DEFAULTS } from './defaults'
import { planFlinkAlarms, planFlinkDashboard } from './flink-alarms'
import { checkParallelism, KPU, parallelismDecision } from './flink-parallelism'
import type { FlinkApplicationPlan, KinesisFlinkLakePlan, SinkStreamPlan } from './flink-plan'
import { parameterGroup, sqlGroups } from './flink-properties'
import { flinkRole } from './flink-rights'
import type { KinesisFlinkLakeSettings } from './flink-settings'
import { beginLake } from './lake'
import { type NameChild, outputNames, snakeCase } from './names'
import type { Decision, Removal, StreamPlan } from './plan'
import { FLINK_LAKE_RANGES } from './ranges'
import { ACCOUNT, arnOf, joined, nameOf, PARTITION, REGION } from './references'
import { deployedState } from './state'
import { planBuckets, planKey, planLogs } from './storage'
import { shardsOf } from './streams'

const VARIANT = 'managed-flink'

/**
 * Plans Kinesis → Managed Service for Apache Flink → Iceberg tables in S3 and Glue. Pure.
 * @throws InvalidPipelineError with everything that is wrong with the settings, or with the definition for Flink or for this place
 */
export function planKinesisFlinkLake(definition: Definition, settings: KinesisFlinkLakeSettings = {}): KinesisFlinkLakePlan {
  const { environment, generation, removal, child, suffix, name, load, events } = begin(definition, settings)
  const retention = settings.retention ?? {}
  const artifact = compile(flinkSql, definition, { variant: VARIANT })
  const sinkStreams = sinksOf(artifact, name, child, removal)
  const catalog = catalogOf(definition, settings, environment, suffix, child, removal)
  const parallelism = settings.parallelism ?? shardsOf(events.plan, load)
  const application = applicationOf({
    definition,
    settings,
    name,
    child,
    removal,
    events: events.plan,
    sinkStreams,
    artifact,
    parallelism,
  })
  const state = deployedState(definition, {
    engine: 'flink',
    generation,
    shards: events.plan.existing === null ? events.plan.shards : null,
    mergePartitions: null,
    withoutState: settings.skipSnapshot === true,
    isMerged: () => false,
  })
  return {
    kind: 'kinesis-flink-lake',
    pipeline: definition.name,
    environment,
    key: planKey(definition.name, removal, DEFAULTS),
    streams: [events.plan],
    sinkStreams,
    buckets: planBuckets({
      child,
      removal,
      days: {
        late: null,
        deadLetters: null,
        noncurrent: retention.noncurrentDays ?? DEFAULTS.noncurrentDays[environment],
        archive: null,
        archiveErrors: null,
        accessLogs: retention.accessLogDays ?? DEFAULTS.accessLogDays[environment],
      },
      defaults: DEFAULTS,
    }),
    application,
    catalog,
    alarms: planFlinkAlarms({
      child,
      application,
      streams: [events.plan],
      sinkStreams,
      iteratorAgeMs: settings.alarms?.iteratorAgeMs ?? DEFAULTS.iteratorAgeMs[environment],
      lateEvents:
        settings.alarms?.lateEvents ??
        Math.max(DEFAULTS.leastDeadLetters, Math.ceil(load.eventsPerSecond * 300 * DEFAULTS.deadLetterShare)),
      topicArn: settings.alarms?.topicArn ?? null,
    }),
    dashboard: planFlinkDashboard({ child: child('dashboard'), dashboardName: name, application, streams: [events.plan], sinkStreams }),
    deployedState: state,
    stateParameter: {
      child: child('deployed-state'),
      parameterName: `/streambed/${definition.name}-${environment}/deployed-state`,
      value: JSON.stringify(state),
    },
    tags: { 'streambed:pipeline': definition.name, 'streambed:environment': environment },
    outputs: {
      streamName: nameOf(events.plan.child),
      streamArn: arnOf(events.plan.child),
      lakeBucketName: nameOf(child('lake')),
      applicationName: nameOf(application.child),
      databaseName: nameOf(child('database')),
      workgroupName: nameOf(child('workgroup')),
      keyArn: arnOf('key'),
    },
    load,
    decisions: [events.decision, parallelismDecision(parallelism, settings, events.plan, load), ...lasting(application, settings)],
  }
}

function begin(definition: Definition, settings: KinesisFlinkLakeSettings): ReturnType<typeof beginLake> {
  const wrong = checkSettings(settings, FLINK_LAKE_RANGES)
  // Nothing is sized by settings that are out of range. An on-demand stream splits shards by itself, and a task that reads two loses events:
  // it is a choice, never a default.
  const lake =
    wrong.length > 0
      ? undefined
      : beginLake(definition, { ...settings, stream: { ...settings.stream, mode: settings.stream?.mode ?? 'provisioned' } })
  const refused = checkEngine(flinkSql, definition, VARIANT).map(
    (issue): Issue => ({
      code: 'no-equivalent',
      path: issue.path,
      message: `Managed Flink: ${engineIssueText(issue).replace(`${issue.path}: `, '')}`,
    }),
  )
  const tasks = checkParallelism(definition, settings, lake?.events.plan.shards ?? null)
  const issues = [...wrong, ...tasks, ...refused, ...tableNames(definition)]
  if (lake === undefined || issues.length > 0) throw new InvalidPipelineError(issues, 'nothing can be planned')
  return lake
}

/** Iceberg's catalog takes names of Glue as they must be, and changes none. https://iceberg.apache.org/docs/latest/aws/#skip-name-validation */
function tableNames({ outputs }: Definition): readonly Issue[] {
  return outputs.flatMap(({ into }, index): readonly Issue[] =>
    into.kind !== 'table' || /^[a-z0-9_]{1,255}$/.test(into.name)
      ? []
      : [
          {
            code: 'bad-name',
            path: `outputs[${index}].into.name`,
            message: 'Glue has no such name for a table of Iceberg',
            got: into.name,
            allowed: 'lower-case letters, digits and _',
          },
        ],
  )
}

interface Place {
  readonly kind: string
  readonly place: string
}

function sinksOf({ manifest }: Artifact, name: string, child: NameChild, removal: Removal): readonly SinkStreamPlan[] {
  const outputs = manifest['outputs'] as unknown as readonly Place[]
  const stream = (place: string, role: SinkStreamPlan['role']): SinkStreamPlan => ({
    child: child(`sink-${place.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`),
    streamName: `${name}-${place}`,
    role,
    mode: 'provisioned',
    shards: 1,
    retentionHours: 168,
    key: arnOf('key'),
    removal,
  })
  const rejected = (member: string, role: SinkStreamPlan['role']) =>
    typeof manifest[member] === 'string' ? [stream(manifest[member], role)] : []
  return [
    ...outputs.filter(({ kind }) => kind === 'stream').map(({ place }) => stream(place, 'output')),
    ...rejected('lateEvents', 'late-events'),
    ...rejected('deadLetters', 'dead-letters'),
  ]
}

function catalogOf(
  definition: Definition,
  settings: KinesisFlinkLakeSettings,
  environment: string,
  suffix: string,
  child: NameChild,
  removal: Removal,
): KinesisFlinkLakePlan['catalog'] {
  const tables = definition.outputs.filter(({ into }) => into.kind === 'table')
  const planned = planCatalog({
    pipeline: definition.name,
    environment,
    outputs: outputNames(tables),
    firstDay: DEFAULTS.firstDay,
    queryBytesLimit: settings.queryBytesLimit ?? DEFAULTS.queryBytesLimit,
    isTemporary: removal === 'destroy',
    child,
    suffix,
  })
  return { ...planned, tables: [] }
}

interface ApplicationInput {
  readonly definition: Definition
  readonly settings: KinesisFlinkLakeSettings
  readonly name: string
  readonly child: NameChild
  readonly removal: Removal
  readonly events: StreamPlan
  readonly sinkStreams: readonly SinkStreamPlan[]
  readonly artifact: Artifact
  readonly parallelism: number
}

function applicationOf(input: ApplicationInput): FlinkApplicationPlan {
  const { definition, settings, name, child, removal, events, sinkStreams, artifact, parallelism } = input
  const { environment = 'dev' } = settings
  const logs = planLogs(child('application-logs'), settings.retention?.logDays ?? DEFAULTS.logDays[environment], removal)
  const skips = settings.skipSnapshot === true
  const database = databaseName(definition, settings)
  const intervalMs = (settings.checkpointSeconds ?? 60) * 1000
  return {
    child: child('application'),
    applicationName: name,
    description: `${definition.name}: its outputs by Flink SQL`,
    runtime: 'FLINK-2_2',
    applicationMode: 'STREAMING',
    code: { bucket: arnOf(child('lake')), keyPrefix: 'runner/' },
    properties: [
      parameterGroup({
        source_stream_arn: arnOf(events.child),
        sink_stream_arn_prefix: joined('arn:', PARTITION, ':kinesis:', REGION, ':', ACCOUNT, `:stream/${name}-`),
        aws_region: REGION,
        init_position: settings.startingPosition ?? 'TRIM_HORIZON',
        lake_warehouse: joined('s3://', nameOf(child('lake')), '/tables'),
        lake_database: database,
      }),
      ...sqlGroups(artifact.files[0].text),
    ],
    checkpoints: { intervalMs, minimumPauseMs: Math.min(5000, intervalMs) },
    parallelism,
    parallelismPerKpu: settings.parallelismPerKpu ?? DEFAULT_TASKS_PER_KPU,
    autoScaling: settings.autoScaling ?? false,
    metricsLevel: 'APPLICATION',
    logLevel: 'INFO',
    snapshots: true,
    restore: skips ? 'SKIP_RESTORE_FROM_SNAPSHOT' : 'RESTORE_FROM_LATEST_SNAPSHOT',
    allowNonRestoredState: false,
    start: settings.start ?? true,
    execution: flinkRole({ child, events, sinkStreams, database, logs }),
    logs,
    logStream: child('application-log-stream'),
    logStreamName: 'application',
  }
}

const DEFAULT_TASKS_PER_KPU = 4

function databaseName({ name }: Definition, { environment = 'dev', generation = 1 }: KinesisFlinkLakeSettings): string {
  return `${snakeCase(name)}_${environment}${generation === 1 ? '' : `_${generation}`}`
}

function lasting(
  { parallelismPerKpu, checkpoints, restore }: FlinkApplicationPlan,
  { autoScaling }: KinesisFlinkLakeSettings,
): readonly Decision[] {
  return [
    {
      what: `application: ${parallelismPerKpu} tasks a KPU`,
      reason: 'a KPU is one vCPU and 4 GB; not measured on the service',
      source: KPU,
    },
    {
      what: `application: a checkpoint each ${checkpoints.intervalMs / 1000} s`,
      reason: 'rows are in the tables when a checkpoint is complete',
    },
    {
      what:
        restore === 'RESTORE_FROM_LATEST_SNAPSHOT' ? 'application: goes on from its snapshot' : 'application: starts without its snapshot',
      reason:
        restore === 'RESTORE_FROM_LATEST_SNAPSHOT'
          ? 'an update takes one before and restores it after'
          : 'settings.skipSnapshot: open windows are lost',
    },
    {
      what: autoScaling === true ? 'application: scales by itself' : 'application: does not scale by itself',
      reason: autoScaling === true ? 'settings.autoScaling' : 'its parallelism belongs to the shards',
    },
  ]
}
