import type { TemplateResource } from '../cdk/synthesize'
import type { Resource } from './resources'
import { at, isThere, keyed, listOf, statementsOf, textOf } from './values'

/** A resource of a template with the path of its construct, and the policies of resources that are resources of their own in CloudFormation. */
export interface Placed extends TemplateResource {
  readonly name: string
  readonly logicalId: string
}

const DESCRIPTIONS =
  /^AWS::(Glue::(Database|Table)|Athena::NamedQuery|CloudWatch::Dashboard|SSM::Parameter|Logs::LogStream|KinesisFirehose::DeliveryStream|KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption)$/
const RESOURCE_POLICIES: Readonly<Record<string, string>> = { 'AWS::S3::BucketPolicy': 'Bucket', 'AWS::SQS::QueuePolicy': 'Queues' }

/** The resources of a template of CloudFormation. Throws at a type for which nobody has said how it is read. */
export function readTemplate(placed: readonly Placed[]): readonly Resource[] {
  return placed.filter(({ Type }) => !(Type in RESOURCE_POLICIES)).map(resource => read(resource, placed))
}

function read(
  { Type: type, Properties: properties = {}, name, logicalId, DeletionPolicy, UpdateReplacePolicy }: Placed,
  all: readonly Placed[],
): Resource {
  const named = { name, type }
  const isKept = DeletionPolicy === 'Retain' && UpdateReplacePolicy === 'Retain'
  const get = (path: string) => at(properties, path)
  switch (type) {
    case 'AWS::KMS::Key':
      return { ...named, kind: 'key', rotates: get('EnableKeyRotation') === true, policy: statementsOf(get('KeyPolicy')), isKept }
    case 'AWS::Kinesis::Stream':
      return {
        ...named,
        kind: 'stream',
        encryption: get('StreamEncryption') === undefined ? 'none' : keyed(get('StreamEncryption.KeyId')),
        isKept,
      }
    case 'AWS::DynamoDB::Table':
      return {
        ...named,
        kind: 'table',
        encryption: keyed(get('SSESpecification.KMSMasterKeyId')),
        isKept: isKept && get('DeletionProtectionEnabled') === true,
        isRecoverable: get('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') === true,
      }
    case 'AWS::S3::Bucket': {
      const rule = get('BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault')
      const closed = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']
      return {
        ...named,
        kind: 'bucket',
        encryption: rule === undefined ? 'none' : keyed(at(rule, 'KMSMasterKeyID')),
        isPrivate: closed.every(part => get(`PublicAccessBlockConfiguration.${part}`) === true),
        isVersioned: get('VersioningConfiguration.Status') === 'Enabled',
        isLogged: isThere(get('LoggingConfiguration.DestinationBucketName')),
        takesLogs: all.some(other => at(other.Properties, 'LoggingConfiguration.DestinationBucketName.Ref') === logicalId),
        policy: policiesOf(logicalId, all),
        isKept,
        hasLifecycle: listOf(get('LifecycleConfiguration.Rules')).some(found =>
          isThere(at(found, 'NoncurrentVersionExpiration.NoncurrentDays')),
        ),
      }
    }
    case 'AWS::SQS::Queue':
      return {
        ...named,
        kind: 'queue',
        encryption: isThere(get('KmsMasterKeyId')) ? 'customer' : 'none',
        policy: policiesOf(logicalId, all),
        retentionSeconds: Number(get('MessageRetentionPeriod')),
      }
    case 'AWS::Lambda::Function':
      return {
        ...named,
        kind: 'function',
        runtime: textOf(get('Runtime')),
        hasOwnLogs: isThere(get('LoggingConfig.LogGroup')),
        hasDeadLetters: isThere(get('DeadLetterConfig.TargetArn')),
        encryption: keyed(get('KmsKeyArn')),
        environment: plainTexts(get('Environment.Variables')),
      }
    case 'AWS::Lambda::EventSourceMapping':
      return {
        ...named,
        kind: 'stream-reader',
        hasDeadLetters: isThere(get('DestinationConfig.OnFailure.Destination')),
        maximumRetryAttempts: Number(get('MaximumRetryAttempts') ?? -1),
        maximumRecordAgeSeconds: Number(get('MaximumRecordAgeInSeconds') ?? -1),
        bisects: get('BisectBatchOnFunctionError') === true,
        reportsItemFailures: listOf(get('FunctionResponseTypes')).includes('ReportBatchItemFailures'),
        parallelizationFactor: Number(get('ParallelizationFactor') ?? 1),
        startingPosition: textOf(get('StartingPosition')),
      }
    case 'AWS::KinesisAnalyticsV2::Application': {
      const inner = get('ApplicationConfiguration')
      return {
        ...named,
        kind: 'job',
        hasOwnLogs: all.some(
          ({ Type, Properties }) => Type === `${type}CloudWatchLoggingOption` && at(Properties, 'ApplicationName.Ref') === logicalId,
        ),
        keepsState:
          at(inner, 'ApplicationSnapshotConfiguration.SnapshotsEnabled') === true &&
          get('RunConfiguration.ApplicationRestoreConfiguration.ApplicationRestoreType') === 'RESTORE_FROM_LATEST_SNAPSHOT',
        hasCheckpoints: at(inner, 'FlinkApplicationConfiguration.CheckpointConfiguration.CheckpointingEnabled') === true,
      }
    }
    case 'AWS::Logs::LogGroup':
      return {
        ...named,
        kind: 'logs',
        retentionDays: isThere(get('RetentionInDays')) ? Number(get('RetentionInDays')) : null,
        encryption: keyed(get('KmsKeyId')),
      }
    case 'AWS::IAM::Role':
      return {
        ...named,
        kind: 'role',
        trust: statementsOf(get('AssumeRolePolicyDocument')),
        managedPolicies: listOf(get('ManagedPolicyArns')).length,
      }
    case 'AWS::IAM::Policy':
      return { ...named, kind: 'grant', statements: statementsOf(get('PolicyDocument')) }
    case 'AWS::Scheduler::Schedule':
      return { ...named, kind: 'schedule', hasDeadLetters: isThere(get('Target.DeadLetterConfig.Arn')) }
    case 'AWS::CloudWatch::Alarm':
      return {
        ...named,
        kind: 'alarm',
        metric: `${get('Namespace')} ${get('MetricName')}`,
        dimensions: Object.fromEntries(listOf(get('Dimensions')).map(found => [textOf(at(found, 'Name')), textOf(at(found, 'Value'))])),
        missingData: textOf(get('TreatMissingData')),
      }
    case 'AWS::Athena::WorkGroup': {
      const inner = get('WorkGroupConfiguration')
      const limit = at(inner, 'BytesScannedCutoffPerQuery')
      return {
        ...named,
        kind: 'query-engine',
        encryption: keyed(at(inner, 'ResultConfiguration.EncryptionConfiguration.KmsKey')),
        isEnforced: at(inner, 'EnforceWorkGroupConfiguration') === true,
        bytesLimit: isThere(limit) ? Number(limit) : null,
      }
    }
    default:
      if (DESCRIPTIONS.test(type)) return { ...named, kind: 'description' }
      throw new Error(`${type} (${name}): say in cloudformation.ts what the security rules should know of it`)
  }
}

/** Statements of the policies that are attached to a bucket or queue. */
function policiesOf(logicalId: string, all: readonly Placed[]) {
  return all
    .filter(({ Type, Properties }) => {
      const member = RESOURCE_POLICIES[Type]
      return member !== undefined && listOf(at(Properties, member)).some(target => at(target, 'Ref') === logicalId)
    })
    .flatMap(({ Properties }) => statementsOf(at(Properties, 'PolicyDocument')))
}

function plainTexts(variables: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
