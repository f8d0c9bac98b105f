/** What a setting is where nobody set it. */
export interface ByEnvironment<T> {
  readonly dev: T
  readonly prod: T
}

const both = <T>(value: T): ByEnvironment<T> => ({ dev: value, prod: value })

export const DEFAULTS = {
  averageEventBytes: 512,
  /** The rate for which the cost is shown where none was given. */
  shownEventsPerSecond: 100,
  retentionHours: { dev: 24, prod: 168 },
  timeoutSeconds: 120,
  architecture: 'arm64',
  runtime: 'nodejs22.x',
  batchingWindowSeconds: 5,
  // The most that Lambda takes as a bound, and the stream's retention where that is shorter: what is discarded after its partial windows were sent makes later ones
  // look known to the merge, and a record that can't be read is no reason for a retry.
  maximumRetryAttempts: 10_000,
  maximumRecordAgeSeconds: 604_800,
  startingPosition: 'TRIM_HORIZON',
  mergePartitions: 16,
  publishMinutes: 1,
  logDays: { dev: 14, prod: 90 },
  lateEventDays: { dev: 30, prod: 365 },
  deadLetterDays: { dev: 30, prod: 365 },
  noncurrentDays: { dev: 7, prod: 30 },
  archiveDays: { dev: 30, prod: 365 },
  accessLogDays: { dev: 30, prod: 90 },
  iteratorAgeMs: { dev: 300_000, prod: 60_000 },
  /** Beyond what the definition itself waits for. */
  watermarkSlackMs: 900_000,
  /** Of the events of five minutes. */
  deadLetterShare: 0.01,
  leastDeadLetters: 10,
  firstDay: '2020-01-01',
  queryBytesLimit: 1e12,
  removal: { dev: 'destroy', prod: 'retain' },
  publish: { memoryMb: 1769, timeoutSeconds: 300, reservedConcurrency: { dev: null, prod: 1 } },
  tick: { memoryMb: 256, timeoutSeconds: 60, reservedConcurrency: { dev: null, prod: 1 } },
  /** Staged files that no transaction names; also those that wait while the publisher is down, of which the alarm `publish-lag` tells long before. */
  stagedDays: 30,
  publishLagMs: 900_000,
  stagedNoncurrentDays: 1,
  queryResultDays: 30,
  abortUploadDays: 7,
  keyDeletionDays: both(30),
  queueRetentionSeconds: 1_209_600,
  archiveBufferSeconds: 300,
  archiveBufferMb: 64,
  archiveRetrySeconds: 7200,
} as const
