import type { Resource } from './resources'
import { at, isThere, keyed, listOf, statementsOf, textOf } from './values'

/** A resource that a program of Pulumi asked for, with the options by which it stays when it leaves the stack. */
export interface Registration {
  /** `aws:kinesis/stream:Stream` */
  readonly type: string
  readonly name: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly isKept: boolean
}

const DESCRIPTIONS =
  /^aws:(glue\/catalog(Database|Table)|athena\/namedQuery|cloudwatch\/(dashboard|logStream)|ssm\/parameter|kinesis\/firehoseDeliveryStream):/
/** Settings of buckets and queues that are resources of their own. */
const SETTINGS = /^aws:(s3\/bucket(?!:)|sqs\/queuePolicy:)/

/** The resources of a program of Pulumi. Throws at a type for which nobody has said how it is read. */
export function readRegistrations(registered: readonly Registration[]): readonly Resource[] {
  return registered.filter(({ type }) => !SETTINGS.test(type)).map(resource => read(resource, registered))
}

function read({ type, name, inputs, isKept }: Registration, all: readonly Registration[]): Resource {
  const named = { name, type }
  const get = (path: string) => at(inputs, path)
  switch (type) {
    case 'aws:kms/key:Key':
      return { ...named, kind: 'key', rotates: get('enableKeyRotation') === true, policy: statementsOf(get('policy')), isKept }
    case 'aws:kinesis/stream:Stream':
      return { ...named, kind: 'stream', encryption: get('encryptionType') === 'KMS' ? keyed(get('kmsKeyId')) : 'none', isKept }
    case 'aws:dynamodb/table:Table':
      return {
        ...named,
        kind: 'table',
        encryption: keyed(get('serverSideEncryption.kmsKeyArn')),
        isKept: isKept && get('deletionProtectionEnabled') === true,
        isRecoverable: get('pointInTimeRecovery.enabled') === true,
      }
    case 'aws:s3/bucket:Bucket':
      return { ...named, kind: 'bucket', isKept, ...settingsOf(name, all) }
    case 'aws:sqs/queue:Queue':
      return {
        ...named,
        kind: 'queue',
        encryption: isThere(get('kmsMasterKeyId')) ? 'customer' : 'none',
        policy: all
          .filter(other => other.type === 'aws:sqs/queuePolicy:QueuePolicy' && String(other.inputs['queueUrl']).endsWith(`/${name}`))
          .flatMap(other => statementsOf(other.inputs['policy'])),
        retentionSeconds: Number(get('messageRetentionSeconds')),
      }
    case 'aws:lambda/function:Function':
      return {
        ...named,
        kind: 'function',
        runtime: textOf(get('runtime')),
        hasOwnLogs: isThere(get('loggingConfig.logGroup')),
        hasDeadLetters: isThere(get('deadLetterConfig.targetArn')),
        encryption: keyed(get('kmsKeyArn')),
        environment: (get('environment.variables') ?? {}) as Readonly<Record<string, string>>,
      }
    case 'aws:lambda/eventSourceMapping:EventSourceMapping':
      return {
        ...named,
        kind: 'stream-reader',
        hasDeadLetters: isThere(get('destinationConfig.onFailure.destinationArn')),
        maximumRetryAttempts: Number(get('maximumRetryAttempts') ?? -1),
        maximumRecordAgeSeconds: Number(get('maximumRecordAgeInSeconds') ?? -1),
        bisects: get('bisectBatchOnFunctionError') === true,
        reportsItemFailures: listOf(get('functionResponseTypes')).includes('ReportBatchItemFailures'),
        parallelizationFactor: Number(get('parallelizationFactor') ?? 1),
        startingPosition: textOf(get('startingPosition')),
      }
    case 'aws:cloudwatch/logGroup:LogGroup': {
      const days = Number(get('retentionInDays') ?? 0)
      return { ...named, kind: 'logs', retentionDays: days === 0 ? null : days, encryption: keyed(get('kmsKeyId')) }
    }
    case 'aws:iam/role:Role':
      return {
        ...named,
        kind: 'role',
        trust: statementsOf(get('assumeRolePolicy')),
        managedPolicies:
          listOf(get('managedPolicyArns')).length + all.filter(other => /^aws:iam\/rolePolicyAttachment/.test(other.type)).length,
      }
    case 'aws:iam/rolePolicy:RolePolicy':
      return { ...named, kind: 'grant', statements: statementsOf(get('policy')) }
    case 'aws:scheduler/schedule:Schedule':
      return { ...named, kind: 'schedule', hasDeadLetters: isThere(get('target.deadLetterConfig.arn')) }
    case 'aws:cloudwatch/metricAlarm:MetricAlarm':
      return {
        ...named,
        kind: 'alarm',
        metric: `${get('namespace')} ${get('metricName')}`,
        dimensions: (get('dimensions') ?? {}) as Readonly<Record<string, string>>,
        missingData: textOf(get('treatMissingData')),
      }
    case 'aws:athena/workgroup:Workgroup': {
      const limit = get('configuration.bytesScannedCutoffPerQuery')
      return {
        ...named,
        kind: 'query-engine',
        encryption: keyed(get('configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn')),
        isEnforced: get('configuration.enforceWorkgroupConfiguration') === true,
        bytesLimit: isThere(limit) ? Number(limit) : null,
      }
    }
    case 'aws:kinesisanalyticsv2/application:Application': {
      const inner = get('applicationConfiguration')
      const restore = at(inner, 'runConfiguration.applicationRestoreConfiguration.applicationRestoreType')
      return {
        ...named,
        kind: 'job',
        hasOwnLogs: isThere(get('cloudwatchLoggingOptions.logStreamArn')),
        keepsState: at(inner, 'applicationSnapshotConfiguration.snapshotsEnabled') === true && restore === 'RESTORE_FROM_LATEST_SNAPSHOT',
        hasCheckpoints: at(inner, 'flinkApplicationConfiguration.checkpointConfiguration.checkpointingEnabled') === true,
      }
    }
    default:
      if (DESCRIPTIONS.test(type)) return { ...named, kind: 'description' }
      throw new Error(`${type} (${name}): say in registrations.ts what the security rules should know of it`)
  }
}

/** What the resources say that set a bucket up. */
function settingsOf(bucket: string, all: readonly Registration[]) {
  const settings = (kind: string) =>
    all.filter(({ type, inputs }) => type.endsWith(`:${kind}`) && inputs['bucket'] === bucket).map(({ inputs }) => inputs)
  const [encryption] = settings('BucketServerSideEncryptionConfiguration')
  const [access] = settings('BucketPublicAccessBlock')
  const rule = at(encryption, 'rules.0.applyServerSideEncryptionByDefault')
  return {
    encryption: rule === undefined ? ('none' as const) : keyed(at(rule, 'kmsMasterKeyId')),
    isPrivate: ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].every(
      part => at(access, part) === true,
    ),
    isVersioned: settings('BucketVersioning').some(inputs => at(inputs, 'versioningConfiguration.status') === 'Enabled'),
    isLogged: settings('BucketLogging').some(inputs => isThere(inputs['targetBucket'])),
    takesLogs: all.some(({ type, inputs }) => type.endsWith(':BucketLogging') && inputs['targetBucket'] === bucket),
    policy: settings('BucketPolicy').flatMap(inputs => statementsOf(inputs['policy'])),
    hasLifecycle: settings('BucketLifecycleConfiguration').some(inputs =>
      listOf(inputs['rules']).some(found => isThere(at(found, 'noncurrentVersionExpiration.noncurrentDays'))),
    ),
  }
}
