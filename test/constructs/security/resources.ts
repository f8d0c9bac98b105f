/** What security rules are about, in one form for every tool that deploys and every cloud. */
export type Resource =
  | Key
  | Store
  | Bucket
  | Queue
  | Code
  | StreamReader
  | Job
  | Logs
  | Role
  | Grant
  | Schedule
  | Alarm
  | QueryEngine
  /** Holds no data of its own and has no rights of its own: catalogs, queries, dashboards, deliveries into a bucket. */
  | (Named & { readonly kind: 'description' })

interface Named {
  /** Of the plan's child. */
  readonly name: string
  /** As the tool calls it. */
  readonly type: string
}

export interface Key extends Named {
  readonly kind: 'key'
  readonly rotates: boolean
  readonly policy: readonly Statement[]
  readonly isKept: boolean
}

/** A stream or a table. */
export interface Store extends Named {
  readonly kind: 'stream' | 'table'
  readonly encryption: Encryption
  readonly isKept: boolean
  /** Can go back to any second; undefined where it holds a log. */
  readonly isRecoverable?: boolean
}

/** `customer`: a key of the account's own; `provider`: one that the cloud keeps. */
export type Encryption = 'customer' | 'provider' | 'none'

export interface Bucket extends Named {
  readonly kind: 'bucket'
  readonly encryption: Encryption
  readonly isPrivate: boolean
  readonly isVersioned: boolean
  readonly isLogged: boolean
  /** Takes other buckets' access logs. */
  readonly takesLogs: boolean
  readonly policy: readonly Statement[]
  readonly isKept: boolean
  /** Days after which versions that were replaced are gone. */
  readonly hasLifecycle: boolean
}

export interface Queue extends Named {
  readonly kind: 'queue'
  readonly encryption: Encryption
  readonly policy: readonly Statement[]
  readonly retentionSeconds: number
}

export interface Code extends Named {
  readonly kind: 'function'
  readonly runtime: string
  readonly hasOwnLogs: boolean
  readonly hasDeadLetters: boolean
  readonly encryption: Encryption
  /** Names and values of its environment that are plain text. */
  readonly environment: Readonly<Record<string, string>>
}

export interface StreamReader extends Named {
  readonly kind: 'stream-reader'
  readonly hasDeadLetters: boolean
  readonly maximumRetryAttempts: number
  readonly maximumRecordAgeSeconds: number
  readonly bisects: boolean
  readonly reportsItemFailures: boolean
  readonly parallelizationFactor: number
  readonly startingPosition: string
}

/** A stream engine's job that a service runs. */
export interface Job extends Named {
  readonly kind: 'job'
  readonly hasOwnLogs: boolean
  /** Takes a snapshot before an update, and goes on from it. */
  readonly keepsState: boolean
  readonly hasCheckpoints: boolean
}

export interface Logs extends Named {
  readonly kind: 'logs'
  readonly retentionDays: number | null
  readonly encryption: Encryption
}

export interface Role extends Named {
  readonly kind: 'role'
  readonly trust: readonly Statement[]
  /** Policies that others wrote. */
  readonly managedPolicies: number
}

export interface Grant extends Named {
  readonly kind: 'grant'
  readonly statements: readonly Statement[]
}

export interface Schedule extends Named {
  readonly kind: 'schedule'
  readonly hasDeadLetters: boolean
}

export interface Alarm extends Named {
  readonly kind: 'alarm'
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly missingData: string
}

export interface QueryEngine extends Named {
  readonly kind: 'query-engine'
  readonly encryption: Encryption
  readonly isEnforced: boolean
  readonly bytesLimit: number | null
}

export interface Statement {
  readonly sid: string
  readonly effect: string
  readonly principal: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** What one tool would deploy. */
export interface Deployment {
  readonly tool: string
  readonly isProduction: boolean
  readonly resources: readonly Resource[]
}

/** The resources of some kinds. */
export function ofKind<Kind extends Resource['kind']>(
  { resources }: Deployment,
  ...kinds: readonly Kind[]
): readonly Extract<Resource, { readonly kind: Kind }>[] {
  const isOf = (resource: Resource): resource is Extract<Resource, { readonly kind: Kind }> => kinds.some(kind => kind === resource.kind)
  return resources.filter(isOf)
}
