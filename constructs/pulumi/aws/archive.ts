import * as athena from '@pulumi/aws/athena'
import * as cloudwatch from '@pulumi/aws/cloudwatch'
import * as glue from '@pulumi/aws/glue'
import * as kinesis from '@pulumi/aws/kinesis'
import type * as types from '@pulumi/aws/types'
import { type ArchivePlan, arnOf, type IcebergArchivePlan, nameOf, type ObjectArchivePlan } from '../../plan'
import type { Children } from './children'
import { kept } from './kept'
import { makeLogGroup } from './log-group'
import { makeRole } from './role'

type Placed = types.input.kinesis.FirehoseDeliveryStreamIcebergConfigurationS3Configuration
type Destination = Pick<kinesis.FirehoseDeliveryStreamArgs, 'destination' | 'extendedS3Configuration' | 'icebergConfiguration'>

/** A Firehose that copies the events' stream to the lake. After the catalog, in whose database the Iceberg table is. */
export function makeArchive(children: Children, plan: ArchivePlan): void {
  makeLogGroup(children, plan.logs)
  const logGroupName = children.text(nameOf(plan.logs.child))
  const logStream = children.create(cloudwatch.LogStream, plan.logStream, { logGroupName, name: plan.logStreamName })
  const permissions = makeRole(children, plan.execution)
  const roleArn = children.text(arnOf(plan.execution.child))
  if (plan.form === 'iceberg') makeTable(children, plan)
  const placed = {
    bucketArn: children.text(plan.bucket),
    roleArn,
    errorOutputPrefix: plan.errorPrefix,
    bufferingInterval: plan.bufferSeconds,
    bufferingSize: plan.bufferMb,
    compressionFormat: plan.compression,
    kmsKeyArn: children.text(plan.key),
    cloudwatchLoggingOptions: { enabled: true, logGroupName, logStreamName: plan.logStreamName },
  }
  const delivery = children.create(
    kinesis.FirehoseDeliveryStream,
    plan.child,
    {
      kinesisSourceConfiguration: { kinesisStreamArn: children.text(plan.stream), roleArn },
      ...(plan.form === 'iceberg' ? icebergDestination(children, plan, placed) : objectDestination(plan, placed)),
      tags: children.tags,
    },
    // Firehose looks for the table, by its role, when it is made.
    { dependsOn: [permissions, logStream] },
  )
  children.remember(plan.child, { arn: delivery.arn, name: delivery.name })
}

function objectDestination({ prefix, appendDelimiter }: ObjectArchivePlan, placed: Placed): Destination {
  return {
    destination: 'extended_s3',
    extendedS3Configuration: {
      ...placed,
      prefix,
      ...(appendDelimiter && { processingConfiguration: { enabled: true, processors: [{ type: 'AppendDelimiterToRecord' }] } }),
    },
  }
}

function icebergDestination(
  children: Children,
  { catalog, database, table, retrySeconds }: IcebergArchivePlan,
  placed: Placed,
): Destination {
  const { roleArn, bufferingInterval, bufferingSize, cloudwatchLoggingOptions } = placed
  return {
    destination: 'iceberg',
    icebergConfiguration: {
      roleArn,
      bufferingInterval,
      bufferingSize,
      cloudwatchLoggingOptions,
      appendOnly: true,
      catalogArn: children.text(catalog),
      destinationTableConfigurations: [{ databaseName: children.text(database), tableName: children.text(nameOf(table.child)) }],
      retryDuration: retrySeconds,
      s3BackupMode: 'FailedDataOnly',
      s3Configuration: placed,
    },
  }
}

/** Glue writes the table's first metadata, for who deploys; from then on it is Firehose that does. */
function makeTable(children: Children, { database, table, query }: IcebergArchivePlan): void {
  const databaseName = children.text(database)
  const made = children.create(
    glue.CatalogTable,
    table.child,
    {
      databaseName,
      name: table.tableName,
      description: table.description,
      tableType: 'EXTERNAL_TABLE',
      openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE', version: '2' } },
      storageDescriptor: { location: children.text(table.location), columns: [...table.columns] },
    },
    // Each commit changes what Glue has of the table; to put that back would undo the commits.
    { ...kept(table.removal), ignoreChanges: ['parameters', 'storageDescriptor', 'openTableFormatInput'] },
  )
  children.remember(table.child, { arn: made.arn, name: made.name })
  children.create(athena.NamedQuery, query.child, {
    name: query.queryName,
    description: query.description,
    database: databaseName,
    workgroup: children.text(query.workgroup),
    query: query.sql,
  })
}
