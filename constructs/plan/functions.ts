import type { DEFAULTS } from './defaults'
import type { NameChild } from './names'
import type { FunctionPlan, FunctionRole, LogGroupPlan, MappingPlan, Removal, RolePlan, SchedulePlan, StreamPlan } from './plan'
import { arnOf, nameOf, type Reference, type Text, urlOf } from './references'
import { allow, type Statement, type StatementResource } from './statements'
import { planLogs } from './storage'

export interface FunctionsInput {
  readonly pipeline: string
  readonly environment: 'dev' | 'prod'
  readonly child: NameChild
  readonly events: StreamPlan
  /** Undefined: nothing is merged over shards. */
  readonly shuffle: StreamPlan | undefined
  readonly mergePartitions: number
  /** Whether idle shards get ticks. */
  readonly ticks: boolean
  readonly function: {
    readonly memoryMb: number
    readonly timeoutSeconds: number
    readonly architecture: 'arm64' | 'x86_64'
    readonly runtime: string
    readonly reservedConcurrency: number | null
  }
  readonly mapping: Omit<MappingPlan, 'child' | 'stream' | 'onFailure'>
  readonly publishMinutes: number
  readonly logDays: number
  readonly removal: Removal
  readonly defaults: typeof DEFAULTS
}

/** Of an event source mapping. `ListStreams` knows no resource, and works without. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html */
const READ_STREAM = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
]
const USE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey']

/** The functions with their roles, logs, mappings and schedules. */
export function planFunctions(input: FunctionsInput): readonly FunctionPlan[] {
  const { shuffle, ticks } = input
  return [
    processFunction(input),
    ...(shuffle === undefined ? [] : [mergeFunction(input, shuffle)]),
    publishFunction(input),
    ...(ticks ? [tickFunction(input)] : []),
  ]
}

function processFunction(input: FunctionsInput): FunctionPlan {
  const { child, events, shuffle } = input
  return planFunction(input, {
    role: 'process',
    description: `${input.pipeline}: processes each shard's events exactly once`,
    ...input.function,
    environment: {
      STREAMBED_STREAM_NAME: nameOf(events.child),
      ...(shuffle === undefined ? {} : shuffleEnvironment(input, shuffle)),
    },
    statements: [
      allow('ReadEvents', READ_STREAM, [{ of: events.child }]),
      ...stateStatements(input),
      ...stagingStatements(input),
      ...(shuffle === undefined ? [] : [allow('SendPartials', ['kinesis:PutRecords'], [{ of: shuffle.child }])]),
      ...keyStatements(events),
    ],
    mapping: mappingOf(input, child('process-mapping'), events),
    schedule: null,
  })
}

function mergeFunction(input: FunctionsInput, shuffle: StreamPlan): FunctionPlan {
  return planFunction(input, {
    role: 'merge',
    description: `${input.pipeline}: merges the shards' windows`,
    ...input.function,
    reservedConcurrency: null,
    environment: shuffleEnvironment(input, shuffle),
    statements: [
      allow('ReadPartials', READ_STREAM, [{ of: shuffle.child }]),
      ...stateStatements(input),
      ...stagingStatements(input),
      ...keyStatements(),
    ],
    mapping: {
      ...mappingOf(input, input.child('merge-mapping'), shuffle),
      startingPosition: 'TRIM_HORIZON',
      startingPositionTimestampSeconds: null,
    },
    schedule: null,
  })
}

function publishFunction(input: FunctionsInput): FunctionPlan {
  const { child, defaults, environment } = input
  const lake = child('lake')
  const below = (...prefixes: readonly string[]): readonly StatementResource[] =>
    prefixes.map(prefix => ({ of: lake, suffix: `/${prefix}/*` }))
  return planFunction(input, {
    role: 'publish',
    description: `${input.pipeline}: commits staged rows to the tables`,
    ...input.function,
    memoryMb: defaults.publish.memoryMb,
    timeoutSeconds: defaults.publish.timeoutSeconds,
    reservedConcurrency: defaults.publish.reservedConcurrency[environment],
    environment: { STREAMBED_DEAD_LETTER_QUEUE_URL: urlOf(child('dead-letters')) },
    statements: [
      ...stateStatements(input),
      allow('TakeStagedFiles', ['s3:GetObject', 's3:DeleteObject'], below('staged')),
      allow('WriteTables', ['s3:GetObject', 's3:PutObject'], below('tables')),
      allow('WriteRejected', ['s3:PutObject'], below('late', 'dead-letters')),
      listStatement('FindStagedAndLogs', lake, ['staged/*', 'tables/*']),
      allow('TellOfDeadLetters', ['sqs:SendMessage'], [{ of: child('dead-letters') }]),
      ...keyStatements(),
    ],
    mapping: null,
    schedule: scheduleOf(input, 'publish', input.publishMinutes),
  })
}

function tickFunction(input: FunctionsInput): FunctionPlan {
  const { child, defaults, environment, events } = input
  return planFunction(input, {
    role: 'tick',
    description: `${input.pipeline}: moves the watermarks of idle shards`,
    ...input.function,
    memoryMb: defaults.tick.memoryMb,
    timeoutSeconds: defaults.tick.timeoutSeconds,
    reservedConcurrency: defaults.tick.reservedConcurrency[environment],
    environment: { STREAMBED_STREAM_NAME: nameOf(events.child) },
    statements: [
      allow('KnowIdleShards', ['dynamodb:GetItem', 'dynamodb:PutItem'], [{ of: child('state') }]),
      allow('SeeEndsOfShards', ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'], [{ of: events.child }]),
      allow('PutTicks', ['kinesis:PutRecords'], [{ of: events.child }]),
      ...keyStatements(events),
    ],
    mapping: null,
    schedule: scheduleOf(input, 'tick', 1),
  })
}

type Own = Pick<
  FunctionPlan,
  | 'role'
  | 'description'
  | 'runtime'
  | 'architecture'
  | 'memoryMb'
  | 'timeoutSeconds'
  | 'reservedConcurrency'
  | 'environment'
  | 'mapping'
  | 'schedule'
> & { readonly statements: readonly Statement[] }

function planFunction({ child, logDays, removal }: FunctionsInput, { statements, environment, ...own }: Own): FunctionPlan {
  const name = child(own.role)
  const logs = planLogs(`${child(`${own.role}-logs`)}`, logDays, removal)
  return {
    ...own,
    child: name,
    handler: 'index.handler',
    environment: { STREAMBED_STATE_TABLE: nameOf(child('state')), STREAMBED_LAKE_BUCKET: nameOf(child('lake')), ...environment },
    key: arnOf('key'),
    deadLetterQueue: arnOf(child('failures')),
    logs,
    execution: planRole(child, own.role, 'lambda.amazonaws.com', false, [
      ...statements,
      allow('ReportFailures', ['sqs:SendMessage'], [{ of: child('failures') }]),
      logStatement(logs),
    ]),
  }
}

export function logStatement(logs: LogGroupPlan): Statement {
  return allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [{ of: logs.child, suffix: ':log-stream:*' }])
}

export function planRole(
  child: NameChild,
  name: string,
  service: string,
  sourceAccount: boolean,
  statements: readonly Statement[],
): RolePlan {
  return { child: child(`${name}-role`), service, sourceAccount, policy: child(`${name}-policy`), statements }
}

function shuffleEnvironment({ mergePartitions }: FunctionsInput, shuffle: StreamPlan): Readonly<Record<string, Text>> {
  return { STREAMBED_SHUFFLE_STREAM_NAME: nameOf(shuffle.child), STREAMBED_MERGE_PARTITIONS: String(mergePartitions) }
}

/** TransactWriteItems needs the rights of its parts, and has none of its own; BatchWriteItem removes what is old. */
function stateStatements({ child }: FunctionsInput): readonly Statement[] {
  const actions = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem']
  return [allow('KeepState', actions, [{ of: child('state') }])]
}

function stagingStatements({ child }: FunctionsInput): readonly Statement[] {
  const lake = child('lake')
  return [
    allow('StageRows', ['s3:PutObject'], [{ of: lake, suffix: '/staged/*' }]),
    allow('KeepLargeState', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [{ of: lake, suffix: '/state/*' }]),
    listStatement('FindLargeState', lake, ['state/*']),
  ]
}

/** Without it S3 says of an object that is not there that access is denied. */
function listStatement(sid: string, lake: string, prefixes: readonly string[]): Statement {
  return allow(sid, ['s3:ListBucket'], [{ of: lake }], { StringLike: { 's3:prefix': prefixes } })
}

/** The plan's key; and that of a stream which is there already. */
function keyStatements(stream?: StreamPlan): readonly Statement[] {
  const own = allow('UseKey', USE_KEY, [{ of: 'key' }])
  const keyArn = stream?.existing?.keyArn
  return keyArn === undefined || keyArn === null ? [own] : [own, allow('UseKeyOfEvents', USE_KEY, [{ arn: keyArn }])]
}

function mappingOf({ child, mapping }: FunctionsInput, name: string, stream: StreamPlan): MappingPlan {
  return { ...mapping, child: name, stream: arnOf(stream.child), onFailure: arnOf(child('failures')) }
}

function scheduleOf({ child }: FunctionsInput, role: FunctionRole, minutes: number): SchedulePlan {
  const failures: Reference = arnOf(child('failures'))
  return {
    child: child(`${role}-schedule`),
    expression: minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`,
    flexibleWindow: 'OFF',
    // The next call does what this one didn't.
    maximumRetryAttempts: 0,
    maximumEventAgeSeconds: 60,
    deadLetterQueue: failures,
    execution: planRole(child, `${role}-schedule`, 'scheduler.amazonaws.com', true, [
      allow('Invoke', ['lambda:InvokeFunction'], [{ of: child(role) }]),
      allow('ReportFailures', ['sqs:SendMessage'], [{ of: child('failures') }]),
      allow('UseKey', USE_KEY, [{ of: 'key' }]),
    ]),
  }
}
