import type { DEFAULTS } from './defaults'
import type { NameChild } from './names'
import type { BucketPlan, KeyPlan, LifecycleRule, LogGroupPlan, QueuePlan, Removal, StateTablePlan } from './plan'
import { ACCOUNT, arnOf, joined, nameOf, PARTITION, REGION } from './references'
import { allow, type Statement } from './statements'

type Defaults = typeof DEFAULTS

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html, without wildcards. */
const KEY_ADMINISTRATION = [
  'CancelKeyDeletion',
  'CreateAlias',
  'CreateGrant',
  'Decrypt',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
  'RevokeGrant',
  'RotateKeyOnDemand',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
].map(action => `kms:${action}`)

/** The one key: streams, lake, state, queues, logs and the environment of functions. */
export function planKey(pipeline: string, removal: Removal, defaults: Defaults): KeyPlan {
  return {
    child: 'key',
    description: `streambed: data of the pipeline ${pipeline}`,
    rotation: true,
    deletionWindowDays: defaults.keyDeletionDays[removal === 'retain' ? 'prod' : 'dev'],
    policy: [
      {
        sid: 'AccountDecidesByItsOwnPolicies',
        effect: 'Allow',
        principals: { AWS: joined('arn:', PARTITION, ':iam::', ACCOUNT, ':root') },
        actions: KEY_ADMINISTRATION,
        resources: '*',
      },
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
      {
        sid: 'LogsOfThisAccount',
        effect: 'Allow',
        principals: { Service: joined('logs.', REGION, '.amazonaws.com') },
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        resources: '*',
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': joined('arn:', PARTITION, ':logs:', REGION, ':', ACCOUNT, ':log-group:*') },
        },
      },
    ],
    removal,
  }
}

function tlsOnly(sid: string, action: string, of: string, suffixes: readonly string[]): Statement {
  return {
    sid,
    effect: 'Deny',
    principals: '*',
    actions: [action],
    resources: [{ of }, ...suffixes.map(suffix => ({ of, suffix }))],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  }
}

export interface BucketInput {
  readonly child: NameChild
  readonly removal: Removal
  readonly days: {
    /** Null: nothing is written there. */
    readonly late: number | null
    readonly deadLetters: number | null
    readonly noncurrent: number
    readonly archive: number | null
    readonly archiveErrors: number | null
    readonly accessLogs: number
  }
  readonly defaults: Defaults
}

export function planBuckets({ child, removal, days, defaults }: BucketInput): readonly BucketPlan[] {
  const lake = child('lake')
  const common = { blockPublicAccess: true, objectOwnership: 'BucketOwnerEnforced', removal } as const
  const logs: BucketPlan = {
    ...common,
    child: 'access-logs',
    role: 'access-logs',
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html: no KMS here
    key: null,
    bucketKey: false,
    versioned: true,
    policy: [
      tlsOnly('TlsOnly', 's3:*', 'access-logs', ['/*']),
      {
        ...allow('DeliveryOfAccessLogs', ['s3:PutObject'], [{ of: 'access-logs', suffix: '/lake/*' }], {
          ArnLike: { 'aws:SourceArn': arnOf(lake) },
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
        }),
        principals: { Service: 'logging.s3.amazonaws.com' },
      },
    ],
    lifecycle: [
      {
        id: 'expire',
        prefix: '',
        expirationDays: days.accessLogs,
        noncurrentExpirationDays: 1,
        abortIncompleteUploadDays: defaults.abortUploadDays,
      },
    ],
    accessLogs: null,
  }
  const rules: readonly LifecycleRule[] = [
    { id: 'staged', prefix: 'staged/', expirationDays: defaults.stagedDays, noncurrentExpirationDays: defaults.stagedNoncurrentDays },
    ...expiring('late', days.late),
    ...expiring('dead-letters', days.deadLetters),
    ...expiring('archive', days.archive),
    ...expiring('archive-errors', days.archiveErrors),
    { id: 'query-results', prefix: 'query-results/', expirationDays: defaults.queryResultDays, noncurrentExpirationDays: 1 },
    {
      id: 'all',
      prefix: '',
      noncurrentExpirationDays: days.noncurrent,
      abortIncompleteUploadDays: defaults.abortUploadDays,
      expiredDeleteMarkers: true,
    },
  ]
  return [
    logs,
    {
      ...common,
      child: lake,
      role: 'lake',
      key: arnOf('key'),
      bucketKey: true,
      versioned: true,
      policy: [tlsOnly('TlsOnly', 's3:*', lake, ['/*'])],
      lifecycle: rules,
      accessLogs: { bucket: nameOf('access-logs'), prefix: 'lake/' },
    },
  ]
}

function expiring(id: string, days: number | null): readonly LifecycleRule[] {
  return days === null ? [] : [{ id, prefix: `${id}/`, expirationDays: days }]
}

export function planStateTable(child: NameChild, removal: Removal): StateTablePlan {
  return {
    child: child('state'),
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
    billing: 'PAY_PER_REQUEST',
    key: arnOf('key'),
    pointInTimeRecovery: true,
    deletionProtection: removal === 'retain',
    removal,
  }
}

/** `failures`: what Lambda gave up (invocations, batches); `dead-letters`: a message for each object of dead letters. */
export function planQueues(child: NameChild, defaults: Defaults): readonly QueuePlan[] {
  const queue = (role: QueuePlan['role']): QueuePlan => ({
    child: child(role),
    role,
    retentionSeconds: defaults.queueRetentionSeconds,
    visibilityTimeoutSeconds: 300,
    key: arnOf('key'),
    dataKeyReuseSeconds: 300,
    policy: [tlsOnly('TlsOnly', 'sqs:*', child(role), [])],
    redrive: role === 'failures' ? null : { queue: arnOf(child('failures')), maxReceives: 5 },
  })
  return [queue('failures'), queue('dead-letters')]
}

export function planLogs(child: string, retentionDays: number, removal: Removal): LogGroupPlan {
  return { child, retentionDays, key: arnOf('key'), removal }
}
