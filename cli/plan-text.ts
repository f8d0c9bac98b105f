import {
  type ArchivePlan,
  type Cost,
  type KinesisFlinkLakePlan,
  type KinesisLambdaLakePlan,
  PRICES_DATE,
  PRICES_REGION,
  type Removal,
} from '../constructs/plan'
import { textTable } from './text-table'

/** A plan for people: what, why, and what it costs. */
export function planText(plan: KinesisLambdaLakePlan | KinesisFlinkLakePlan, cost: Cost): string {
  const { load } = plan
  const rate = `${load.eventsPerSecond.toLocaleString('en-US')} events/s of ${load.averageEventBytes.toLocaleString('en-US')} B`
  return [
    `${plan.pipeline} on AWS (${plan.environment}), ${load.isAssumed ? `no --rate given: the cost is that of ${rate}` : rate}`,
    `Deployed\n${textTable(deployed(plan))}`,
    `Why\n${textTable(plan.decisions.map(({ what, reason }) => [`  ${what}`, reason]))}`,
    `A month, in USD\n${textTable(costRows(cost), [3])}`,
    [
      `List prices of ${PRICES_REGION} as known on ${PRICES_DATE}, without free tiers, discounts and taxes. Assumed:`,
      ...cost.assumptions.map(text => `  - ${text}`),
    ].join('\n'),
  ].join('\n\n')
}

type Rows = readonly (readonly string[])[]

function deployed(plan: KinesisLambdaLakePlan | KinesisFlinkLakePlan): Rows {
  return [
    ...plan.streams.map(({ role, mode, shards, retentionHours, existing }) => [
      '  Kinesis stream',
      role,
      existing !== null ? 'is there already' : `${shards === null ? mode : `${shards} shards`}, ${retentionHours} hours`,
    ]),
    ...(plan.kind === 'kinesis-flink-lake' ? flinkRows(plan) : lambdaRows(plan)),
    ...plan.buckets.map(({ role, removal }) => ['  S3 bucket', role, removalText(removal)]),
    [
      '  Glue database',
      plan.catalog.database.databaseName,
      plan.catalog.tables.map(({ tableName }) => tableName).join(', ') || 'its tables are made by the job',
    ],
    ['  Athena workgroup', plan.catalog.workgroup.workgroupName, `${plan.catalog.queries.length} named queries`],
    ['  CloudWatch', `${plan.alarms.length} alarms`, `dashboard ${plan.dashboard.dashboardName}`],
    ['  KMS key', 'key', 'for all of it, new each year'],
  ]
}

function lambdaRows(plan: KinesisLambdaLakePlan): Rows {
  return [
    ...plan.functions.map(({ role, memoryMb, timeoutSeconds, mapping, schedule, runtime, architecture }) => [
      '  Lambda function',
      role,
      [
        `${memoryMb} MB, ${timeoutSeconds} s, ${runtime} on ${architecture}`,
        ...(mapping === null
          ? []
          : [`batches of ${mapping.batchSize} or ${mapping.batchingWindowSeconds} s, ${mapping.maximumRetryAttempts} retries, bisect`]),
        ...(schedule === null ? [] : [schedule.expression]),
      ].join('; '),
    ]),
    ['  DynamoDB table', 'state', `on-demand, point-in-time recovery; ${removalText(plan.stateTable.removal)}`],
    ...plan.queues.map(({ role, retentionSeconds }) => ['  SQS queue', role, `${retentionSeconds / 86_400} days`]),
    ...(plan.archive === null ? [] : [['  Firehose', 'archive', archiveText(plan.archive)]]),
  ]
}

function archiveText(archive: ArchivePlan): string {
  const into = archive.form === 'iceberg' ? `Iceberg table ${archive.table.tableName} and a named query` : 'objects'
  return `${into}, each ${archive.bufferSeconds} s or ${archive.bufferMb} MB`
}

function flinkRows({ application, sinkStreams }: KinesisFlinkLakePlan): Rows {
  const { applicationName, runtime, parallelism, parallelismPerKpu } = application
  return [
    ...sinkStreams.map(({ streamName, shards, retentionHours }) => [
      '  Kinesis stream',
      streamName,
      `${shards} shard, ${retentionHours} hours`,
    ]),
    ['  Managed Flink', applicationName, `${runtime}, parallelism ${parallelism}, ${parallelismPerKpu} tasks a KPU`],
  ]
}

const removalText = (removal: Removal): string => (removal === 'retain' ? 'retained and protected' : 'removed with the stack')

function costRows(cost: Cost): readonly (readonly string[])[] {
  return [
    ...cost.groups.flatMap(({ service, lines }) =>
      lines.map(({ part, arithmetic, usd }, index) => [`  ${index === 0 ? service : ''}`, part, arithmetic, amount(usd)]),
    ),
    ['  Total', '', '', amount(cost.usd)],
  ]
}

function amount(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}
