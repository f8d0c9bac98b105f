import type { ArchivePlan } from './catalog-plan'
import type { DEFAULTS } from './defaults'
import { logStatement, planRole } from './functions'
import type { NameChild } from './names'
import type { Removal, StreamPlan } from './plan'
import { arnOf } from './references'
import { allow } from './statements'
import { planLogs } from './storage'

export interface ArchiveInput {
  readonly child: NameChild
  readonly events: StreamPlan
  readonly logDays: number
  readonly removal: Removal
  readonly isText: boolean
  readonly defaults: typeof DEFAULTS
}

/** Firehose from the stream to the lake, and what its role needs. https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
export function planArchive({ child, events, logDays, removal, isText, defaults }: ArchiveInput): ArchivePlan {
  const lake = child('lake')
  const logs = planLogs(child('archive-logs'), logDays, removal)
  const keyArn = events.existing?.keyArn
  return {
    child: child('archive'),
    stream: arnOf(events.child),
    bucket: arnOf(lake),
    prefix: 'archive/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
    errorPrefix: 'archive-errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
    bufferSeconds: defaults.archiveBufferSeconds,
    bufferMb: defaults.archiveBufferMb,
    compression: 'GZIP',
    appendDelimiter: isText,
    key: arnOf('key'),
    logs,
    logStream: child('archive-log-stream'),
    logStreamName: 'delivery',
    execution: planRole(child, 'archive', 'firehose.amazonaws.com', true, [
      allow(
        'ReadEvents',
        ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
        [{ of: events.child }],
      ),
      allow('FindLake', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [{ of: lake }]),
      allow(
        'WriteArchive',
        ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
        [
          { of: lake, suffix: '/archive/*' },
          { of: lake, suffix: '/archive-errors/*' },
        ],
      ),
      allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [{ of: 'key' }]),
      ...(keyArn === undefined || keyArn === null ? [] : [allow('UseKeyOfEvents', ['kms:Decrypt'], [{ arn: keyArn }])]),
      logStatement(logs),
    ]),
  }
}
