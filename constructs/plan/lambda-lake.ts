import type { Definition } from '../../pipeline'
import { planAlarms } from './alarms'
import { planArchive } from './archive'
import { planCatalog } from './catalog'
import { planDashboard } from './dashboard'
import { DEFAULTS } from './defaults'
import { type FunctionsInput, planFunctions } from './functions'
import { beginLake } from './lake'
import { outputNames } from './names'
import type { Decision, FunctionPlan, KinesisLambdaLakePlan, Load, StreamPlan } from './plan'
import { arnOf, nameOf, type Text, urlOf } from './references'
import { checkLambdaLake, isMerged, isOutputMerged } from './resolve'
import type { KinesisLambdaLakeSettings } from './settings'
import { batchSizeFor, LAMBDA_LIMITS, LAMBDA_MEMORY, memoryFor } from './sizes'
import { type DeployedState, deployedState } from './state'
import { planBuckets, planKey, planQueues, planStateTable } from './storage'
import { planShuffle, shardsOf } from './streams'

/**
 * Plans Kinesis → Lambda → S3 + Glue for a definition: the one place where sizes, rules and rights are decided. Pure: the same arguments give the same plan.
 * @throws InvalidPipelineError with everything that is wrong with the settings, each with its path, or with the definition for this place
 */
export function planKinesisLambdaLake(definition: Definition, settings: KinesisLambdaLakeSettings = {}): KinesisLambdaLakePlan {
  checkLambdaLake(definition, settings)
  const { mergePartitions = DEFAULTS.mergePartitions, publishMinutes = DEFAULTS.publishMinutes } = settings
  const { environment, generation, removal, child, suffix, name, load, events } = beginLake(definition, settings)
  const outputs = outputNames(definition.outputs)
  const retention = settings.retention ?? {}
  const logDays = retention.logDays ?? DEFAULTS.logDays[environment]
  const shuffle = isMerged(definition) ? planShuffle(child, events.plan, mergePartitions) : undefined
  const streams = [events.plan, ...(shuffle === undefined ? [] : [shuffle.plan])]
  const sizes = functionSizes(settings, load, events.plan, definition.outputs.length)
  const functions = planFunctions({
    pipeline: definition.name,
    environment,
    child,
    events: events.plan,
    shuffle: shuffle?.plan,
    mergePartitions,
    ticks: definition.source.idleTimeoutMs !== null,
    function: sizes.function,
    mapping: sizes.mapping,
    publishMinutes,
    logDays,
    removal,
    defaults: DEFAULTS,
  })
  const queues = planQueues(child, DEFAULTS)
  const catalog = planCatalog({
    pipeline: definition.name,
    environment,
    outputs,
    firstDay: settings.firstDay ?? DEFAULTS.firstDay,
    queryBytesLimit: settings.queryBytesLimit ?? DEFAULTS.queryBytesLimit,
    isTemporary: removal === 'destroy',
    databaseRemoval: settings.archive === 'iceberg' ? removal : 'destroy',
    child,
    suffix,
  })
  const archive =
    settings.archive === undefined
      ? null
      : planArchive({
          form: settings.archive,
          child,
          source: definition.source,
          events: events.plan,
          databaseName: catalog.database.databaseName,
          logDays,
          removal,
          defaults: DEFAULTS,
        })
  const archiveDays = retention.archiveDays ?? DEFAULTS.archiveDays[environment]
  const state = stateOf(definition, generation, events.plan, shuffle === undefined ? null : mergePartitions)
  return {
    kind: 'kinesis-lambda-lake',
    pipeline: definition.name,
    environment,
    key: planKey(definition.name, removal, DEFAULTS),
    streams,
    buckets: planBuckets({
      child,
      removal,
      days: {
        late: retention.lateEventDays ?? DEFAULTS.lateEventDays[environment],
        deadLetters: retention.deadLetterDays ?? DEFAULTS.deadLetterDays[environment],
        noncurrent: retention.noncurrentDays ?? DEFAULTS.noncurrentDays[environment],
        archive: archive?.form === 'objects' ? archiveDays : null,
        archiveErrors: archive === null ? null : archiveDays,
        accessLogs: retention.accessLogDays ?? DEFAULTS.accessLogDays[environment],
      },
      defaults: DEFAULTS,
    }),
    stateTable: planStateTable(child, removal),
    queues,
    functions,
    catalog,
    archive,
    alarms: planAlarms({
      child,
      functions,
      streams,
      queues,
      archive,
      iteratorAgeMs: settings.alarms?.iteratorAgeMs ?? DEFAULTS.iteratorAgeMs[environment],
      watermarkLagMs: settings.alarms?.watermarkLagMs ?? watermarkLagMs(definition),
      deadLetters: settings.alarms?.deadLetters ?? deadLetterLimit(load),
      topicArn: settings.alarms?.topicArn ?? null,
    }),
    dashboard: planDashboard({
      child: child('dashboard'),
      dashboardName: name,
      functions,
      streams,
    }),
    deployedState: state,
    stateParameter: {
      child: child('deployed-state'),
      parameterName: `/streambed/${definition.name}-${environment}/deployed-state`,
      value: JSON.stringify(state),
    },
    tags: { 'streambed:pipeline': definition.name, 'streambed:environment': environment },
    outputs: outputTexts(events.plan, child),
    load,
    decisions: [
      events.decision,
      ...(shuffle === undefined ? [] : [shuffle.decision]),
      ...sizes.decisions,
      ...lasting(functions, publishMinutes, definition, settings),
    ],
  }
}

interface Sizes {
  readonly function: FunctionsInput['function']
  readonly mapping: FunctionsInput['mapping']
  readonly decisions: readonly Decision[]
}

function functionSizes(
  { function: given = {}, mapping = {} }: KinesisLambdaLakeSettings,
  load: Load,
  events: StreamPlan,
  outputs: number,
): Sizes {
  const batch = batchSizeFor(load.averageEventBytes)
  const batchSize = mapping.batchSize ?? batch.value
  const batchingWindowSeconds = mapping.batchingWindowSeconds ?? DEFAULTS.batchingWindowSeconds
  const memory = memoryFor({
    eventsPerSecond: load.eventsPerSecond / shardsOf(events, load),
    batchSize,
    windowSeconds: batchingWindowSeconds,
    outputs,
  })
  const memoryMb = given.memoryMb ?? memory.value
  const age = Math.min(DEFAULTS.maximumRecordAgeSeconds, events.retentionHours * 3600)
  return {
    function: {
      memoryMb,
      timeoutSeconds: given.timeoutSeconds ?? DEFAULTS.timeoutSeconds,
      architecture: given.architecture ?? DEFAULTS.architecture,
      runtime: given.runtime ?? DEFAULTS.runtime,
      reservedConcurrency: given.reservedConcurrency ?? null,
    },
    mapping: {
      enabled: mapping.enabled ?? true,
      startingPosition: mapping.startingPosition ?? DEFAULTS.startingPosition,
      startingPositionTimestampSeconds: mapping.startingPositionTimestampSeconds ?? null,
      batchSize,
      batchingWindowSeconds,
      parallelizationFactor: 1,
      bisectOnError: true,
      maximumRetryAttempts: mapping.maximumRetryAttempts ?? DEFAULTS.maximumRetryAttempts,
      maximumRecordAgeSeconds: mapping.maximumRecordAgeSeconds ?? age,
      functionResponseTypes: ['ReportBatchItemFailures'],
    },
    decisions: [
      {
        what: `process: ${memoryMb} MB`,
        reason: given.memoryMb === undefined ? memory.reason : 'settings.function.memoryMb',
        source: LAMBDA_MEMORY,
      },
      {
        what: `process: batches of ${batchSize} or ${batchingWindowSeconds} s`,
        reason: mapping.batchSize === undefined ? batch.reason : 'settings.mapping.batchSize',
        source: LAMBDA_LIMITS,
      },
      {
        what: 'process: one invocation a shard',
        reason: 'state is kept by shard: a second lane of a shard would have no state of its own',
      },
    ],
  }
}

/** What does not depend on the rate. */
function lasting(
  functions: readonly FunctionPlan[],
  publishMinutes: number,
  { source }: Definition,
  { archive, function: given }: KinesisLambdaLakeSettings,
): readonly Decision[] {
  const isTicking = functions.some(({ role }) => role === 'tick')
  return [
    {
      what: `publish: every ${publishMinutes === 1 ? 'minute' : `${publishMinutes} minutes`}`,
      reason: 'one commit for the rows of all shards: few files, and no shards that fight over a table',
    },
    {
      what: isTicking ? 'tick: every minute' : 'no ticks',
      reason: isTicking
        ? `shards without events for ${(source.idleTimeoutMs ?? 0) / 1000} s get their watermark from the clock`
        : 'the source has no idleTimeout: windows of a shard without events stay open',
    },
    {
      what:
        archive === undefined
          ? 'no archive of raw records'
          : `archive: Firehose, ${archive === 'iceberg' ? 'into an Iceberg table' : 'as objects'}`,
      reason:
        archive === undefined
          ? 'an output without windows archives decoded events, and the stream itself can be read again for its retention'
          : 'settings.archive',
    },
    {
      what:
        given?.reservedConcurrency === undefined
          ? 'process: concurrency of the account'
          : `process: at most ${given.reservedConcurrency} at once`,
      reason:
        given?.reservedConcurrency === undefined
          ? 'a limit below the number of shards would make shards wait; see that the account has one for each'
          : 'settings.function.reservedConcurrency',
    },
    { what: 'functions: outside of a VPC', reason: "they talk to AWS's own endpoints only" },
  ]
}

function watermarkLagMs({ source }: Definition): number {
  return source.maxDelayMs + (source.idleTimeoutMs ?? 0) + DEFAULTS.watermarkSlackMs
}

function deadLetterLimit({ eventsPerSecond }: Load): number {
  return Math.max(DEFAULTS.leastDeadLetters, Math.ceil(eventsPerSecond * 300 * DEFAULTS.deadLetterShare))
}

function stateOf(definition: Definition, generation: number, events: StreamPlan, mergePartitions: number | null): DeployedState {
  return deployedState(definition, {
    engine: 'lambda',
    generation,
    shards: events.existing === null ? events.shards : null,
    mergePartitions,
    isMerged: output => isOutputMerged(definition, output),
  })
}

function outputTexts(events: StreamPlan, child: (name: string) => string): Readonly<Record<string, Text>> {
  return {
    streamName: nameOf(events.child),
    streamArn: arnOf(events.child),
    lakeBucketName: nameOf(child('lake')),
    stateTableName: nameOf(child('state')),
    databaseName: nameOf(child('database')),
    workgroupName: nameOf(child('workgroup')),
    failuresQueueUrl: urlOf(child('failures')),
    deadLettersQueueUrl: urlOf(child('dead-letters')),
    keyArn: arnOf('key'),
  }
}
