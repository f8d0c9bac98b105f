import { METRIC_NAMESPACE, METRICS } from './metrics'
import type { DashboardPlan, FunctionPlan, StreamPlan } from './plan'
import { nameOf, REGION, type Tree } from './references'

export interface DashboardInput {
  readonly child: string
  readonly dashboardName: string
  readonly functions: readonly FunctionPlan[]
  readonly streams: readonly StreamPlan[]
}

export interface Widget {
  readonly title: string
  readonly statistic: string
  readonly label: string
  readonly metrics: readonly Tree[]
}

const COLUMNS = 2
const WIDTH = 12
const HEIGHT = 6

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export function planDashboard({ child, dashboardName, functions, streams }: DashboardInput): DashboardPlan {
  const readers = functions.filter(({ mapping }) => mapping !== null)
  const own = (of: readonly FunctionPlan[], ...metrics: readonly string[]): readonly Tree[] =>
    of.flatMap(plan => metrics.map(metric => line(METRIC_NAMESPACE, metric, 'FunctionName', plan.child, `${plan.role} ${metric}`)))
  const lambda = (of: readonly FunctionPlan[], ...metrics: readonly string[]): readonly Tree[] =>
    of.flatMap(plan => metrics.map(metric => line('AWS/Lambda', metric, 'FunctionName', plan.child, `${plan.role} ${metric}`)))
  const kinesis = (...metrics: readonly string[]): readonly Tree[] =>
    streams.flatMap(stream => metrics.map(metric => line('AWS/Kinesis', metric, 'StreamName', stream.child, `${stream.role} ${metric}`)))
  const widgets: readonly Widget[] = [
    { title: 'Events and rows', statistic: 'Sum', label: 'number', metrics: own(readers, METRICS.events, METRICS.rows) },
    {
      title: 'Late events and dead letters',
      statistic: 'Sum',
      label: 'number',
      metrics: own(readers, METRICS.lateEvents, METRICS.deadLetters),
    },
    { title: 'Watermark behind the clock', statistic: 'Maximum', label: 'ms', metrics: own(readers, METRICS.watermarkLag) },
    { title: 'Oldest record that waits', statistic: 'Maximum', label: 'ms', metrics: lambda(readers, 'IteratorAge') },
    { title: 'Errors and throttles', statistic: 'Sum', label: 'number', metrics: lambda(functions, 'Errors', 'Throttles') },
    { title: 'Duration', statistic: 'p99', label: 'ms', metrics: lambda(functions, 'Duration') },
    { title: 'State', statistic: 'Maximum', label: 'bytes', metrics: own(readers, METRICS.stateBytes) },
    { title: 'Time for state', statistic: 'p99', label: 'ms', metrics: own(readers, METRICS.commitTime) },
    { title: 'Streams', statistic: 'Sum', label: 'bytes', metrics: kinesis('IncomingBytes', 'GetRecords.Bytes') },
    { title: 'Throttled writers', statistic: 'Sum', label: 'records', metrics: kinesis('WriteProvisionedThroughputExceeded') },
  ]
  return dashboardOf(child, dashboardName, widgets)
}

export function dashboardOf(child: string, dashboardName: string, widgets: readonly Widget[]): DashboardPlan {
  return { child, dashboardName, body: { widgets: widgets.map(widgetTree) } }
}

export function line(namespace: string, metric: string, dimension: string, child: string, label: string): Tree {
  return [namespace, metric, dimension, nameOf(child), { label }]
}

function widgetTree({ title, statistic, label, metrics }: Widget, index: number): Tree {
  return {
    type: 'metric',
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title,
      region: REGION,
      view: 'timeSeries',
      stat: statistic,
      period: 60,
      yAxis: { left: { label, showUnits: false } },
      metrics,
    },
  }
}
