import type { ArchivePlan } from './catalog-plan'
import { DEFAULTS } from './defaults'
import { METRIC_NAMESPACE, METRICS } from './metrics'
import type { NameChild } from './names'
import type { AlarmPlan, FunctionPlan, QueuePlan, StreamPlan } from './plan'
import { nameOf, type Text } from './references'

export interface AlarmsInput {
  readonly child: NameChild
  readonly functions: readonly FunctionPlan[]
  readonly streams: readonly StreamPlan[]
  readonly queues: readonly QueuePlan[]
  readonly archive: ArchivePlan | null
  readonly iteratorAgeMs: number
  readonly watermarkLagMs: number
  readonly deadLetters: number
  readonly topicArn: string | null
}

type Own = Pick<AlarmPlan, 'description' | 'namespace' | 'metric' | 'dimensions' | 'statistic' | 'threshold'> & Partial<AlarmPlan>

/** An alarm by its name, without what all have in common. */
export type Alarmed = Own & { readonly name: string }

/** Three of five minutes, unless said otherwise. */
export function alarmsOf(child: NameChild, topicArn: string | null, alarms: readonly Alarmed[]): readonly AlarmPlan[] {
  return alarms.map(({ name, ...own }) => ({
    child: child(`${name}-alarm`),
    periodSeconds: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparison: 'GreaterThanThreshold',
    missingData: 'notBreaching',
    actions: topicArn === null ? [] : [topicArn],
    ...own,
  }))
}

/** What somebody should look at. Each has the dimensions without which CloudWatch finds no data. */
export function planAlarms(input: AlarmsInput): readonly AlarmPlan[] {
  const { child, functions, streams, queues, archive, topicArn } = input
  const alarm = (name: string, given: Own): Alarmed => ({ name, ...given })
  const readers = functions.filter(({ mapping }) => mapping !== null)
  return alarmsOf(child, topicArn, [
    ...readers.map(({ role, child: name }) =>
      alarm(`${role}-iterator-age`, {
        description: `${role}: the oldest record waits longer than ${input.iteratorAgeMs} ms; the function fails or is too slow. Records are lost when they leave the stream.`,
        ...lambda(name, 'IteratorAge'),
        statistic: 'Maximum',
        threshold: input.iteratorAgeMs,
      }),
    ),
    ...functions.map(({ role, child: name }) =>
      alarm(`${role}-errors`, {
        description: `${role}: invocations fail; see its logs.`,
        ...lambda(name, 'Errors'),
        statistic: 'Sum',
        threshold: 0,
      }),
    ),
    ...functions.map(({ role, child: name }) =>
      alarm(`${role}-throttles`, {
        description: `${role}: invocations are throttled; raise the account's or the function's concurrency.`,
        ...lambda(name, 'Throttles'),
        statistic: 'Sum',
        threshold: 0,
      }),
    ),
    ...queues
      .filter(({ role }) => role === 'failures')
      .map(queue =>
        alarm('failures-depth', {
          description: 'Batches or invocations were given up; read the queue before the records leave the stream.',
          namespace: 'AWS/SQS',
          metric: 'ApproximateNumberOfMessagesVisible',
          dimensions: { QueueName: nameOf(queue.child) },
          statistic: 'Maximum',
          threshold: 0,
          evaluationPeriods: 1,
          datapointsToAlarm: 1,
        }),
      ),
    alarm('dead-letter-rate', {
      description: `More than ${input.deadLetters} dead letters within five minutes: producers send what the definition does not know.`,
      ...own('process', METRICS.deadLetters),
      statistic: 'Sum',
      threshold: input.deadLetters,
      periodSeconds: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    }),
    alarm('watermark-lag', {
      description: `A watermark is more than ${input.watermarkLagMs} ms behind the clock: events come late, or a shard stands still.`,
      ...own('process', METRICS.watermarkLag),
      statistic: 'Maximum',
      threshold: input.watermarkLagMs,
    }),
    alarm('publish-lag', {
      description: `What was staged waits longer than ${DEFAULTS.publishLagMs} ms for the tables: the publisher fails or is too slow. Staged files are removed after ${DEFAULTS.stagedDays} days.`,
      ...own('publish', METRICS.publishLag),
      statistic: 'Maximum',
      threshold: DEFAULTS.publishLagMs,
    }),
    ...streams.map(stream =>
      alarm(`${stream.role}-write-throttles`, {
        description: `${stream.role}: writers are throttled; add shards, or spread the partition key.`,
        namespace: 'AWS/Kinesis',
        metric: 'WriteProvisionedThroughputExceeded',
        dimensions: { StreamName: nameOf(stream.child) },
        statistic: 'Sum',
        threshold: 0,
      }),
    ),
    ...(archive === null
      ? []
      : [
          // https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
          alarm('archive-lag', {
            description: `archive: Firehose reads more than ${input.iteratorAgeMs} ms behind the stream; see its logs. What leaves the stream before is in no archive.`,
            namespace: 'AWS/Firehose',
            metric: 'KinesisMillisBehindLatest',
            dimensions: { DeliveryStreamName: nameOf(archive.child) },
            statistic: 'Maximum',
            threshold: input.iteratorAgeMs,
          }),
        ]),
  ])

  function own(role: string, metric: string): Pick<AlarmPlan, 'namespace' | 'metric' | 'dimensions'> {
    return { namespace: METRIC_NAMESPACE, metric, dimensions: { FunctionName: nameOf(child(role)) } }
  }
}

function lambda(
  child: string,
  metric: string,
): { readonly namespace: string; readonly metric: string; readonly dimensions: Readonly<Record<string, Text>> } {
  return { namespace: 'AWS/Lambda', metric, dimensions: { FunctionName: nameOf(child) } }
}
