import { accessLogs } from './access-logs'
import { alarms } from './alarms'
import { boundedQueries } from './bounded-queries'
import { boundedRetries } from './bounded-retries'
import { deadLetters } from './dead-letters'
import { encryptionAtRest } from './encryption-at-rest'
import { jobState } from './job-state'
import { keptData } from './kept-data'
import { keyRotation } from './key-rotation'
import { logRetention } from './log-retention'
import { noSecrets } from './no-secrets'
import { noWildcards } from './no-wildcards'
import { objectVersions } from './object-versions'
import { publicAccess } from './public-access'
import type { Rule } from './rule'
import { supportedRuntimes } from './supported-runtimes'
import { tlsOnly } from './tls-only'
import { trust } from './trust'

/** All rules. What a tool deploys follows each of them. */
export const RULES: readonly Rule[] = [
  accessLogs,
  alarms,
  boundedQueries,
  boundedRetries,
  deadLetters,
  encryptionAtRest,
  jobState,
  keptData,
  keyRotation,
  logRetention,
  noSecrets,
  noWildcards,
  objectVersions,
  publicAccess,
  supportedRuntimes,
  tlsOnly,
  trust,
]
