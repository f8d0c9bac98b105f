import type { BatchReport } from '../../runtime'
import type { WriteLine } from './log'

const NAMESPACE = 'streambed'

const UNITS = {
  Events: 'Count',
  Rows: 'Count',
  LateEvents: 'Count',
  DeadLetters: 'Count',
  WatermarkLag: 'Milliseconds',
  IteratorAge: 'Milliseconds',
  StateBytes: 'Bytes',
  CommitTime: 'Milliseconds',
  PublishLag: 'Milliseconds',
  Ticks: 'Count',
} as const

export type Metrics = Partial<Record<keyof typeof UNITS, number>>

/**
 * Writes metrics in CloudWatch's embedded format, with the dimension `FunctionName`; the other members can be searched for.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetrics(
  write: WriteLine,
  now: number,
  functionName: string,
  metrics: Metrics,
  members: Readonly<Record<string, string>>,
): void {
  const given = Object.entries(metrics).filter(([, value]) => Number.isFinite(value))
  if (given.length === 0) return
  const definitions = given.map(([name]) => ({ Name: name, Unit: UNITS[name as keyof typeof UNITS] }))
  const directive = { Namespace: NAMESPACE, Dimensions: [['FunctionName']], Metrics: definitions }
  const metadata = { Timestamp: now, CloudWatchMetrics: [directive] }
  write(JSON.stringify({ _aws: metadata, FunctionName: functionName, ...members, ...Object.fromEntries(given) }))
}

/** What a partition's chunks did in one invocation. */
export class PartitionMetrics {
  private readonly sums = { Events: 0, Rows: 0, LateEvents: 0, DeadLetters: 0, CommitTime: 0 }
  private last: BatchReport | undefined

  /** @param milliseconds that the chunk took, of which most is the commit. */
  add(report: BatchReport, milliseconds: number): void {
    this.sums.Events += report.applied
    this.sums.DeadLetters += report.deadLetters
    this.sums.CommitTime += milliseconds
    for (const { rows, late } of report.outputs) {
      this.sums.Rows += rows
      this.sums.LateEvents += late
    }
    this.last = report
  }

  /** @param lastArrival of the last record, epoch ms. */
  total(now: number, lastArrival: number): Metrics {
    if (this.last === undefined) return {}
    return {
      ...this.sums,
      WatermarkLag: now - this.last.watermark,
      IteratorAge: Math.max(0, now - lastArrival),
      StateBytes: this.last.stateBytes,
    }
  }
}
