import { Aws } from 'aws-cdk-lib'
import { CfnNamedQuery } from 'aws-cdk-lib/aws-athena'
import { CfnTable } from 'aws-cdk-lib/aws-glue'
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { type LogGroup, LogStream } from 'aws-cdk-lib/aws-logs'
import type { ArchivePlan, IcebergArchivePlan, ObjectArchivePlan } from '../plan'
import { acknowledge } from './acknowledge'
import type { Children } from './children'
import { makeLogGroup } from './log-group'
import { removalPolicy } from './removal'
import { makeRole, type RoleParts } from './role'

/** A Firehose that copies the events' stream to the lake. */
export interface ArchiveParts extends RoleParts {
  readonly delivery: CfnDeliveryStream
  readonly logs: LogGroup
  readonly logStream: LogStream
  /** Where it writes an Iceberg table. */
  readonly table?: CfnTable
  /** Reads the Iceberg table. */
  readonly query?: CfnNamedQuery
}

/** After the catalog, in whose database the Iceberg table is. */
export function makeArchive(children: Children, plan: ArchivePlan, key: IKey): ArchiveParts {
  const { scope } = children
  const logs = makeLogGroup(children, plan.logs, key)
  const logStream = new LogStream(scope, plan.logStream, {
    logGroup: logs,
    logStreamName: plan.logStreamName,
    removalPolicy: removalPolicy(plan.logs.removal),
  })
  const { role, policy } = makeRole(children, plan.execution)
  const tableParts = plan.form === 'iceberg' ? makeTable(children, plan) : {}
  const placed: Placed = {
    bucketArn: children.text(plan.bucket),
    roleArn: role.roleArn,
    errorOutputPrefix: plan.errorPrefix,
    bufferingHints: { intervalInSeconds: plan.bufferSeconds, sizeInMBs: plan.bufferMb },
    compressionFormat: plan.compression,
    encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: children.text(plan.key) } },
    cloudWatchLoggingOptions: { enabled: true, logGroupName: logs.logGroupName, logStreamName: logStream.logStreamName },
  }
  const delivery = new CfnDeliveryStream(scope, plan.child, {
    deliveryStreamType: 'KinesisStreamAsSource',
    kinesisStreamSourceConfiguration: { kinesisStreamArn: children.text(plan.stream), roleArn: role.roleArn },
    ...(plan.form === 'iceberg'
      ? { icebergDestinationConfiguration: icebergDestination(children, plan, placed) }
      : { extendedS3DestinationConfiguration: objectDestination(plan, placed) }),
  })
  // Firehose looks for the table, by its role, when it is made.
  delivery.node.addDependency(policy)
  acknowledge(delivery, 'KDF1', 'its source is an encrypted stream; encryption of its own is for records that are put to it directly')
  children.remember(plan.child, { arn: delivery.attrArn, name: delivery.ref })
  return { delivery, logs, logStream, role, policy, ...tableParts }
}

type Placed = Required<Omit<CfnDeliveryStream.S3DestinationConfigurationProperty, 'prefix'>>

function objectDestination(
  { prefix, appendDelimiter }: ObjectArchivePlan,
  placed: Placed,
): CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty {
  return {
    ...placed,
    prefix,
    ...(appendDelimiter && { processingConfiguration: { enabled: true, processors: [{ type: 'AppendDelimiterToRecord' }] } }),
  }
}

function icebergDestination(
  children: Children,
  { catalog, database, table, retrySeconds }: IcebergArchivePlan,
  placed: Placed,
): CfnDeliveryStream.IcebergDestinationConfigurationProperty {
  const { roleArn, bufferingHints, cloudWatchLoggingOptions } = placed
  return {
    roleArn,
    bufferingHints,
    cloudWatchLoggingOptions,
    appendOnly: true,
    catalogConfiguration: { catalogArn: children.text(catalog) },
    destinationTableConfigurationList: [
      { destinationDatabaseName: children.text(database), destinationTableName: children.text({ ref: table.child, attribute: 'name' }) },
    ],
    retryOptions: { durationInSeconds: retrySeconds },
    s3BackupMode: 'FailedDataOnly',
    s3Configuration: placed,
  }
}

/** Glue writes the table's first metadata, for who deploys; from then on it is Firehose that does. */
function makeTable(children: Children, { database, table, query }: IcebergArchivePlan): Required<Pick<ArchiveParts, 'table' | 'query'>> {
  const { scope } = children
  const databaseName = children.text(database)
  const made = new CfnTable(scope, table.child, {
    catalogId: Aws.ACCOUNT_ID,
    databaseName,
    openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE', version: '2' } },
    tableInput: {
      name: table.tableName,
      description: table.description,
      tableType: 'EXTERNAL_TABLE',
      storageDescriptor: { location: children.text(table.location), columns: [...table.columns] },
    },
  })
  made.applyRemovalPolicy(removalPolicy(table.removal))
  children.remember(table.child, { name: made.ref })
  return {
    table: made,
    query: new CfnNamedQuery(scope, query.child, {
      name: query.queryName,
      description: query.description,
      database: databaseName,
      workGroup: children.text(query.workgroup),
      queryString: query.sql,
    }),
  }
}
