import type { SinkStreamPlan } from './flink-plan'
import { logStatement, planRole } from './functions'
import type { NameChild } from './names'
import type { LogGroupPlan, RolePlan, StreamPlan } from './plan'
import { allow, glueArn } from './statements'

export interface FlinkRights {
  readonly child: NameChild
  readonly events: StreamPlan
  readonly sinkStreams: readonly SinkStreamPlan[]
  readonly database: string
  readonly logs: LogGroupPlan
}

/** What the application does, and no more. https://docs.aws.amazon.com/managed-flink/latest/java/iam-flink.html */
export function flinkRole({ child, events, sinkStreams, database, logs }: FlinkRights): RolePlan {
  const lake = child('lake')
  const [catalog, inCatalog, tables] = [':catalog', `:database/${database}`, `:table/${database}/*`].map(end => ({ arn: glueArn(end) }))
  const keyArn = events.existing?.keyArn
  return planRole(child, 'application', 'kinesisanalytics.amazonaws.com', true, [
    allow(
      'ReadEvents',
      ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
      [{ of: events.child }],
    ),
    ...(sinkStreams.length === 0
      ? []
      : [
          allow(
            'WriteStreams',
            ['kinesis:DescribeStreamSummary', 'kinesis:PutRecords'],
            sinkStreams.map(sink => ({ of: sink.child })),
          ),
        ]),
    allow('LoadRunner', ['s3:GetObject', 's3:GetObjectVersion'], [{ of: lake, suffix: '/runner/*' }]),
    allow(
      'WriteTables',
      ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      [{ of: lake, suffix: '/tables/*' }],
    ),
    allow('FindTables', ['s3:ListBucket'], [{ of: lake }], { StringLike: { 's3:prefix': ['tables/*', 'runner/*'] } }),
    // Flink's catalog makes its default database when it opens, and takes that it is there for an answer.
    allow('KeepDatabase', ['glue:CreateDatabase', 'glue:GetDatabase'], [catalog, inCatalog]),
    allow('KeepTables', ['glue:CreateTable', 'glue:GetTable', 'glue:UpdateTable'], [catalog, inCatalog, tables]),
    allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [{ of: 'key' }]),
    ...(keyArn === undefined || keyArn === null ? [] : [allow('UseKeyOfEvents', ['kms:Decrypt'], [{ arn: keyArn }])]),
    logStatement(logs),
    allow('FindLogs', ['logs:DescribeLogGroups', 'logs:DescribeLogStreams'], [{ of: logs.child }, { of: logs.child, suffix: ':*' }]),
  ])
}
