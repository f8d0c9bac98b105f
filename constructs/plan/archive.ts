import type { Source } from '../../pipeline'
import { planArchiveTable } from './archive-table'
import type { ArchivePlan } from './catalog-plan'
import type { DEFAULTS } from './defaults'
import { logStatement, planRole } from './functions'
import type { NameChild } from './names'
import type { LogGroupPlan, Removal, RolePlan, StreamPlan } from './plan'
import { arnOf, nameOf } from './references'
import { allow, glueArn, type Statement } from './statements'
import { planLogs } from './storage'

export interface ArchiveInput {
  readonly form: ArchivePlan['form']
  readonly child: NameChild
  readonly source: Source
  readonly events: StreamPlan
  /** Of Glue. */
  readonly databaseName: string
  readonly logDays: number
  readonly removal: Removal
  readonly defaults: typeof DEFAULTS
}

/** Firehose from the stream to the lake, and what its role needs. https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
export function planArchive(input: ArchiveInput): ArchivePlan {
  const { form, child, source, events, databaseName, logDays, removal, defaults } = input
  const lake = child('lake')
  const logs = planLogs(child('archive-logs'), logDays, removal)
  const delivery = {
    child: child('archive'),
    stream: arnOf(events.child),
    bucket: arnOf(lake),
    errorPrefix: 'archive-errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
    bufferSeconds: defaults.archiveBufferSeconds,
    bufferMb: defaults.archiveBufferMb,
    compression: 'GZIP',
    key: arnOf('key'),
    logs,
    logStream: child('archive-log-stream'),
    logStreamName: 'delivery',
  } as const
  const write = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject']
  const role = (...statements: readonly Statement[]) => archiveRole(input, logs, statements)
  if (form === 'objects')
    return {
      ...delivery,
      form,
      prefix: 'archive/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
      appendDelimiter: source.format !== 'avro' && source.format !== 'avro-confluent',
      execution: role(
        allow(
          'WriteArchive',
          write,
          ['archive', 'archive-errors'].map(folder => ({ of: lake, suffix: `/${folder}/*` })),
        ),
      ),
    }
  const { table, sql } = planArchiveTable({ child, source, databaseName, removal })
  return {
    ...delivery,
    form,
    catalog: glueArn(':catalog'),
    database: nameOf(child('database')),
    table,
    query: {
      child: child('archive-query'),
      queryName: 'archive: some events',
      description: `A hundred events of ${source.name}, as they came`,
      sql,
      workgroup: nameOf(child('workgroup')),
    },
    retrySeconds: defaults.archiveRetrySeconds,
    execution: role(
      allow('WriteTable', [...write, 's3:DeleteObject'], [{ of: lake, suffix: `/archive-table/${table.tableName}/*` }]),
      allow('WriteErrors', write, [{ of: lake, suffix: '/archive-errors/*' }]),
      allow(
        'CommitToTable',
        ['glue:GetDatabase', 'glue:GetTable', 'glue:UpdateTable'],
        [':catalog', `:database/${databaseName}`, `:table/${databaseName}/${table.tableName}`].map(end => ({ arn: glueArn(end) })),
      ),
    ),
  }
}

function archiveRole({ child, events }: ArchiveInput, logs: LogGroupPlan, writing: readonly Statement[]): RolePlan {
  const keyArn = events.existing?.keyArn
  return planRole(child, 'archive', 'firehose.amazonaws.com', true, [
    allow(
      'ReadEvents',
      ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
      [{ of: events.child }],
    ),
    allow('FindLake', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [{ of: child('lake') }]),
    ...writing,
    allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [{ of: 'key' }]),
    ...(keyArn === undefined || keyArn === null ? [] : [allow('UseKeyOfEvents', ['kms:Decrypt'], [{ arn: keyArn }])]),
    logStatement(logs),
  ])
}
