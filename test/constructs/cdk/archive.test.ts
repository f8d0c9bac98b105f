import { Stack } from 'aws-cdk-lib'
import type { CfnPolicy } from 'aws-cdk-lib/aws-iam'
import { serverMetrics } from '../../../examples/metrics/pipeline'
import { lakeOf, templateOf } from './synthesize'

function archived(archive: 'objects' | 'iceberg') {
  const made = lakeOf({ pipeline: serverMetrics, archive })
  const { Resources } = templateOf(made)
  const resourcesOf = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type)
  const [delivery] = resourcesOf('AWS::KinesisFirehose::DeliveryStream')
  if (made.archive === undefined || delivery === undefined) throw new Error('there is no archive')
  return {
    made,
    parts: made.archive,
    delivery,
    resourcesOf,
    id: (element: { readonly logicalId: string }) => Stack.of(made).resolve(element.logicalId),
  }
}

describe.each(['objects', 'iceberg'] as const)('an archive as %s', archive => {
  const { made, parts, delivery, id } = archived(archive)

  test('has a role with the statements of the plan, and no others, which is there before Firehose looks for what it may do', () => {
    const policy = parts.policy.node.defaultChild as CfnPolicy
    const { Statement } = Stack.of(made).resolve(policy.policyDocument) as { readonly Statement: readonly { readonly Sid: string }[] }
    expect(Statement.map(({ Sid }) => Sid)).toEqual(made.plan.archive?.execution.statements.map(({ sid }) => sid))
    expect(delivery.DependsOn).toContain(id(policy))
  })

  test('reads the stream of events, encrypts with the key, and tells of what failed', () => {
    const { ExtendedS3DestinationConfiguration: objects, IcebergDestinationConfiguration: rows } = (delivery.Properties ?? {}) as Readonly<
      Record<string, Readonly<Record<string, unknown>>>
    >
    expect(delivery.Properties).toMatchObject({
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: { KinesisStreamARN: Stack.of(made).resolve(made.events.streamArn) },
    })
    expect(objects ?? rows['S3Configuration']).toMatchObject({
      ErrorOutputPrefix: 'archive-errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
      EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: Stack.of(made).resolve(made.key.keyArn) } },
      CloudWatchLoggingOptions: { Enabled: true, LogGroupName: Stack.of(made).resolve(parts.logs.logGroupName) },
      CompressionFormat: 'GZIP',
    })
  })
})

test('rows are appended to an Iceberg table, which Glue makes with the columns of the source', () => {
  const { made, parts, delivery, resourcesOf, id } = archived('iceberg')
  if (parts.table === undefined) throw new Error('there is no table')
  const name = { Ref: id(parts.table) }
  expect(delivery.Properties).toMatchObject({
    IcebergDestinationConfiguration: {
      AppendOnly: true,
      DestinationTableConfigurationList: [{ DestinationDatabaseName: { Ref: id(made.catalog.database) }, DestinationTableName: name }],
      RetryOptions: { DurationInSeconds: 7200 },
      s3BackupMode: 'FailedDataOnly',
    },
  })
  const [table] = resourcesOf('AWS::Glue::Table').filter(({ Properties }) => Properties?.['OpenTableFormatInput'] !== undefined)
  expect(table?.Properties).toMatchObject({
    OpenTableFormatInput: { IcebergInput: { MetadataOperation: 'CREATE', Version: '2' } },
    TableInput: {
      TableType: 'EXTERNAL_TABLE',
      StorageDescriptor: {
        Columns: [
          { Name: 'series', Type: 'string' },
          { Name: 'timestamp', Type: 'string', Comment: 'a time, sql' },
          { Name: 'value', Type: 'double' },
          { Name: 'in_anomaly_window', Type: 'boolean' },
        ],
      },
    },
  })
  expect(parts.query?.queryString).toContain('readings_archive_')
})

test('objects are lines as they came', () => {
  const { parts, delivery } = archived('objects')
  expect(parts.table).toBeUndefined()
  expect(delivery.Properties).toMatchObject({
    ExtendedS3DestinationConfiguration: {
      Prefix: 'archive/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
      ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord' }] },
    },
  })
})
