import type {
  Alarm,
  Bucket,
  Code,
  Grant,
  Job,
  Key,
  Logs,
  QueryEngine,
  Queue,
  Role,
  Schedule,
  Statement,
  Store,
  StreamReader,
} from './resources'

/** A resource of each kind that follows all rules; rules break one thing of it. */
const named = (name: string) => ({ name, type: 'sample' })

export const allow = (given: Partial<Statement> = {}): Statement => ({
  sid: 'Read',
  effect: 'Allow',
  principal: '{}',
  actions: ['s3:GetObject'],
  resources: ['<lake.Arn>/tables/*'],
  conditions: {},
  ...given,
})
export const tlsOnly: Statement = allow({
  sid: 'TlsOnly',
  effect: 'Deny',
  principal: '*',
  actions: ['s3:*'],
  resources: ['<lake.Arn>', '<lake.Arn>/*'],
  conditions: { Bool: { 'aws:SecureTransport': 'false' } },
})
export const key: Key = { ...named('key'), kind: 'key', rotates: true, policy: [allow({ resources: ['*'] })], isKept: true }
export const stream: Store = { ...named('events'), kind: 'stream', encryption: 'customer', isKept: true }
export const table: Store = { ...stream, ...named('state'), kind: 'table', isRecoverable: true }
export const bucket: Bucket = {
  ...named('lake'),
  kind: 'bucket',
  encryption: 'customer',
  isPrivate: true,
  isVersioned: true,
  isLogged: true,
  takesLogs: false,
  policy: [tlsOnly],
  isKept: true,
  hasLifecycle: true,
}
export const queue: Queue = { ...named('failures'), kind: 'queue', encryption: 'customer', policy: [tlsOnly], retentionSeconds: 1_209_600 }
export const code: Code = {
  ...named('process'),
  kind: 'function',
  runtime: 'nodejs22.x',
  hasOwnLogs: true,
  hasDeadLetters: true,
  encryption: 'customer',
  environment: {},
}
export const reader: StreamReader = {
  ...named('process-mapping'),
  kind: 'stream-reader',
  hasDeadLetters: true,
  maximumRetryAttempts: 100,
  maximumRecordAgeSeconds: 86_400,
  bisects: true,
  reportsItemFailures: true,
  parallelizationFactor: 1,
  startingPosition: 'TRIM_HORIZON',
}
export const job: Job = { ...named('application'), kind: 'job', hasOwnLogs: true, keepsState: true, hasCheckpoints: true }
export const logs: Logs = { ...named('process-logs'), kind: 'logs', retentionDays: 14, encryption: 'customer' }
export const role: Role = {
  ...named('process-role'),
  kind: 'role',
  trust: [allow({ actions: ['sts:AssumeRole'], resources: [], principal: '{"Service":"lambda.amazonaws.com"}' })],
  managedPolicies: 0,
}
export const grant: Grant = { ...named('process-policy'), kind: 'grant', statements: [allow()] }
export const schedule: Schedule = { ...named('tick-schedule'), kind: 'schedule', hasDeadLetters: true }
export const alarm: Alarm = {
  ...named('errors-alarm'),
  kind: 'alarm',
  metric: 'AWS/Lambda Errors',
  dimensions: { FunctionName: 'process' },
  missingData: 'notBreaching',
}
export const queryEngine: QueryEngine = {
  ...named('workgroup'),
  kind: 'query-engine',
  encryption: 'customer',
  isEnforced: true,
  bytesLimit: 1e12,
}

export const ALL = [key, stream, table, bucket, queue, code, reader, job, logs, role, grant, schedule, alarm, queryEngine]
