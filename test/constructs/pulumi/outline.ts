import type { Made } from './mocked'

/** The settings that a reviewer looks at, by type. */
const KEY_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  'dynamodb/table:Table': ['billingMode', 'deletionProtectionEnabled'],
  'glue/catalogTable:CatalogTable': ['openTableFormatInput.icebergInput.metadataOperation'],
  'kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': [
    'destination',
    'extendedS3Configuration.prefix',
    'icebergConfiguration.appendOnly',
    'icebergConfiguration.s3Configuration.errorOutputPrefix',
  ],
  'kinesis/stream:Stream': ['streamModeDetails.streamMode', 'shardCount', 'retentionPeriod', 'encryptionType'],
  'kinesisanalyticsv2/application:Application': [
    'runtimeEnvironment',
    'startApplication',
    'applicationConfiguration.applicationSnapshotConfiguration.snapshotsEnabled',
    'applicationConfiguration.runConfiguration.applicationRestoreConfiguration.applicationRestoreType',
    'applicationConfiguration.flinkApplicationConfiguration.parallelismConfiguration.parallelism',
  ],
  'kms/key:Key': ['enableKeyRotation'],
  'lambda/eventSourceMapping:EventSourceMapping': [
    'batchSize',
    'bisectBatchOnFunctionError',
    'functionResponseTypes',
    'maximumRetryAttempts',
    'maximumRecordAgeInSeconds',
    'parallelizationFactor',
  ],
  'lambda/function:Function': ['runtime', 'architectures', 'memorySize', 'timeout'],
  's3/bucket:Bucket': ['forceDestroy'],
  'scheduler/schedule:Schedule': ['scheduleExpression'],
  'sqs/queue:Queue': ['messageRetentionSeconds'],
}

const at = (inputs: Readonly<Record<string, unknown>>, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], inputs)

/** A line for each resource: its name, its type, its key settings. */
export function outline(made: readonly Made[]): string {
  return made
    .map(({ type, name, inputs }) => {
      const short = type.slice('aws:'.length)
      const settings = (KEY_SETTINGS[short] ?? []).filter(path => at(inputs, path) !== undefined)
      return [name, short, ...settings.map(path => `${path}=${at(inputs, path)}`)].join(' ')
    })
    .join('\n')
}
