import { CfnResource, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Template } from './synthesize'

/** The settings that a reviewer looks at, by type. */
const KEY_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  'Athena::WorkGroup': ['Name', 'RecursiveDeleteOption'],
  'CloudWatch::Alarm': ['Namespace', 'MetricName', 'Threshold'],
  'CloudWatch::Dashboard': ['DashboardName'],
  'DynamoDB::Table': ['BillingMode', 'DeletionProtectionEnabled'],
  'Glue::Database': ['DatabaseInput.Name'],
  'Glue::Table': ['TableInput.Name', 'TableInput.Parameters.classification', 'OpenTableFormatInput.IcebergInput.MetadataOperation'],
  'KinesisFirehose::DeliveryStream': [
    'ExtendedS3DestinationConfiguration.Prefix',
    'IcebergDestinationConfiguration.AppendOnly',
    'IcebergDestinationConfiguration.S3Configuration.ErrorOutputPrefix',
  ],
  'Kinesis::Stream': ['StreamModeDetails.StreamMode', 'ShardCount', 'RetentionPeriodHours', 'StreamEncryption.EncryptionType'],
  'KinesisAnalyticsV2::Application': [
    'RuntimeEnvironment',
    'ApplicationConfiguration.FlinkApplicationConfiguration.ParallelismConfiguration.Parallelism',
  ],
  'KMS::Key': ['EnableKeyRotation'],
  'Lambda::EventSourceMapping': [
    'BatchSize',
    'BisectBatchOnFunctionError',
    'FunctionResponseTypes.0',
    'MaximumRetryAttempts',
    'MaximumRecordAgeInSeconds',
    'ParallelizationFactor',
  ],
  'Lambda::Function': ['Runtime', 'Architectures.0', 'MemorySize', 'Timeout', 'ReservedConcurrentExecutions'],
  'Logs::LogGroup': ['RetentionInDays'],
  'Scheduler::Schedule': ['ScheduleExpression'],
  'SQS::Queue': ['MessageRetentionPeriod'],
  'SSM::Parameter': ['Name'],
}

/** The value at a path such as `StreamModeDetails.StreamMode`. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (inner as Readonly<Record<string, unknown>> | undefined)?.[name], value)

/** A line for each resource of a construct: its path, its type, its key settings, and whether it stays when it leaves the stack. */
export function outline(construct: Construct, { Resources }: Template): string {
  return construct.node
    .findAll()
    .filter(node => CfnResource.isCfnResource(node))
    .map(resource => {
      const { Type, Properties, DeletionPolicy } = Resources[Stack.of(resource).resolve(resource.logicalId)]
      const type = Type.replace('AWS::', '')
      const settings = (KEY_SETTINGS[type] ?? []).filter(path => at(Properties, path) !== undefined)
      const name = resource.node.path.slice(construct.node.path.length + 1).replace(/\/Resource$/, '')
      const kept = DeletionPolicy === 'Retain' ? ['retained'] : []
      return [name, type, ...settings.map(path => `${path}=${at(Properties, path)}`), ...kept].join(' ')
    })
    .sort()
    .join('\n')
}
