/** List prices of us-east-1 in USD, without free tiers and discounts: what `cost.ts` computes with. */
export const PRICES_DATE = '2026-11-21'
export const PRICES_REGION = 'us-east-1'

export interface Price {
  readonly usd: number
  /** Of what: `per shard-hour`. */
  readonly unit: string
  readonly source: string
}

const KINESIS = 'https://aws.amazon.com/kinesis/data-streams/pricing/'
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/'
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/'
const S3 = 'https://aws.amazon.com/s3/pricing/'
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/'
const KMS = 'https://aws.amazon.com/kms/pricing/'
const SCHEDULER = 'https://aws.amazon.com/eventbridge/pricing/'
const FIREHOSE = 'https://aws.amazon.com/firehose/pricing/'
const FLINK = 'https://aws.amazon.com/managed-service-apache-flink/pricing/'
const ATHENA = 'https://aws.amazon.com/athena/pricing/'

const price = (usd: number, unit: string, source: string): Price => ({ usd, unit, source })

export const PRICES = {
  shardHour: price(0.015, 'shard-hour', KINESIS),
  putMillion: price(0.014, 'million PUT payload units of 25 KB', KINESIS),
  shardHourExtended: price(0.02, 'shard-hour of retention beyond 24 hours, to 7 days', KINESIS),
  streamHour: price(0.04, 'on-demand stream-hour', KINESIS),
  onDemandInGb: price(0.08, 'GB in, each record rounded up to 1 KB', KINESIS),
  onDemandOutGb: price(0.04, 'GB out', KINESIS),
  onDemandStoredGb: price(0.1, 'GB-month of retention beyond 24 hours, to 7 days', KINESIS),
  longTermGb: price(0.023, 'GB-month of retention beyond 7 days', KINESIS),
  lambdaGbSecond: price(0.0000133334, 'GB-second on arm64', LAMBDA),
  lambdaGbSecondX86: price(0.0000166667, 'GB-second on x86', LAMBDA),
  lambdaMillion: price(0.2, 'million requests', LAMBDA),
  writeMillion: price(0.625, 'million write units of 1 KB; two each in transactions', DYNAMODB),
  readMillion: price(0.125, 'million read units of 4 KB', DYNAMODB),
  s3Gb: price(0.023, 'GB-month', S3),
  s3Put: price(0.005, 'thousand PUT, LIST', S3),
  s3Get: price(0.0004, 'thousand GET', S3),
  keyMonth: price(1, 'key-month', KMS),
  kmsCalls: price(0.03, 'ten thousand calls', KMS),
  alarm: price(0.1, 'alarm-month', CLOUDWATCH),
  metric: price(0.3, 'custom metric-month', CLOUDWATCH),
  dashboard: price(3, 'dashboard-month', CLOUDWATCH),
  logGb: price(0.5, 'GB of logs', CLOUDWATCH),
  scheduleMillion: price(1, 'million invocations', SCHEDULER),
  firehoseGb: price(0.029, 'GB, each record rounded up to 5 KB', FIREHOSE),
  firehoseIcebergGb: price(0.045, 'GB from a stream of Kinesis into Iceberg tables, not rounded', FIREHOSE),
  kpuHour: price(0.11, 'KPU-hour', FLINK),
  runningStorageGb: price(0.1, 'GB-month of running storage', FLINK),
  backupGb: price(0.023, 'GB-month of durable backups', FLINK),
  scannedTb: price(5, 'TB scanned', ATHENA),
} as const satisfies Readonly<Record<string, Price>>
