import { type Alarmed, alarmsOf } from './alarms'
import { dashboardOf, line } from './dashboard'
import type { FlinkApplicationPlan, SinkStreamPlan } from './flink-plan'
import type { NameChild } from './names'
import type { AlarmPlan, DashboardPlan, StreamPlan } from './plan'
import { nameOf } from './references'

const NAMESPACE = 'AWS/KinesisAnalytics'

interface FlinkWatched {
  readonly application: FlinkApplicationPlan
  readonly streams: readonly StreamPlan[]
  readonly sinkStreams: readonly SinkStreamPlan[]
}

export interface FlinkAlarmsInput extends FlinkWatched {
  readonly child: NameChild
  readonly iteratorAgeMs: number
  readonly lateEvents: number
  readonly topicArn: string | null
}

/** https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html; `downtime` and `fullRestarts` are gone with Flink 2.2. */
export function planFlinkAlarms({
  child,
  application,
  streams,
  sinkStreams,
  iteratorAgeMs,
  lateEvents,
  topicArn,
}: FlinkAlarmsInput): readonly AlarmPlan[] {
  const own = (metric: string): Pick<Alarmed, 'namespace' | 'metric' | 'dimensions'> => ({
    namespace: NAMESPACE,
    metric,
    dimensions: { Application: nameOf(application.child) },
  })
  const stream = (of: string, metric: string): Pick<Alarmed, 'namespace' | 'metric' | 'dimensions'> => ({
    namespace: 'AWS/Kinesis',
    metric,
    dimensions: { StreamName: nameOf(of) },
  })
  return alarmsOf(child, topicArn, [
    {
      name: 'application-restarting',
      description: 'The job restarts; see its log.',
      ...own('restartingTime'),
      statistic: 'Maximum',
      threshold: 0,
    },
    { name: 'application-failing', description: 'The job fails; see its log.', ...own('failingTime'), statistic: 'Maximum', threshold: 0 },
    {
      name: 'application-checkpoint',
      description: 'A checkpoint takes longer than the time between two: rows come late; raise the parallelism.',
      ...own('lastCheckpointDuration'),
      statistic: 'Maximum',
      threshold: application.checkpoints.intervalMs,
    },
    ...streams.flatMap(({ child: name }): readonly Alarmed[] => [
      {
        name: 'events-iterator-age',
        description: `The oldest record that was read waited longer than ${iteratorAgeMs} ms. Records are lost when they leave the stream.`,
        ...stream(name, 'GetRecords.IteratorAgeMilliseconds'),
        statistic: 'Maximum',
        threshold: iteratorAgeMs,
      },
      {
        name: 'events-write-throttles',
        description: 'events: writers are throttled; add shards, or spread the partition key.',
        ...stream(name, 'WriteProvisionedThroughputExceeded'),
        statistic: 'Sum',
        threshold: 0,
      },
    ]),
    ...sinkStreams
      .filter(({ role }) => role !== 'output')
      .map(
        (sink): Alarmed => ({
          name: sink.role,
          description: `More than ${lateEvents} ${sink.role === 'late-events' ? 'late events' : 'events with a null key'} within five minutes.`,
          ...stream(sink.child, 'IncomingRecords'),
          statistic: 'Sum',
          threshold: lateEvents,
          periodSeconds: 300,
          evaluationPeriods: 1,
          datapointsToAlarm: 1,
        }),
      ),
  ])
}

export function planFlinkDashboard({
  child,
  dashboardName,
  application,
  streams,
  sinkStreams,
}: FlinkWatched & { readonly child: string; readonly dashboardName: string }): DashboardPlan {
  const own = (...metrics: readonly string[]) => metrics.map(metric => line(NAMESPACE, metric, 'Application', application.child, metric))
  const kinesis = (metric: string) =>
    [...streams, ...sinkStreams].map(stream => line('AWS/Kinesis', metric, 'StreamName', stream.child, `${stream.role} ${metric}`))
  return dashboardOf(child, dashboardName, [
    { title: 'Records', statistic: 'Sum', label: 'number', metrics: own('numRecordsIn', 'numRecordsOut') },
    { title: 'Records of streams', statistic: 'Sum', label: 'number', metrics: kinesis('IncomingRecords') },
    { title: 'Oldest record that waits', statistic: 'Maximum', label: 'ms', metrics: kinesis('GetRecords.IteratorAgeMilliseconds') },
    { title: 'Checkpoints', statistic: 'Maximum', label: 'ms', metrics: own('lastCheckpointDuration') },
    { title: 'State', statistic: 'Maximum', label: 'bytes', metrics: own('lastCheckpointSize') },
    { title: 'Restarts', statistic: 'Maximum', label: 'number', metrics: own('numRestarts', 'numberOfFailedCheckpoints') },
    { title: 'CPU and heap', statistic: 'Average', label: '%', metrics: own('cpuUtilization', 'heapMemoryUtilization') },
    { title: 'KPUs', statistic: 'Maximum', label: 'number', metrics: own('KPUs') },
  ])
}
