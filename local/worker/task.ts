import type { BatchReport } from '../../runtime'
import type { ProgressMessage } from './messages'

/** Something that a worker does round by round. */
export interface Task {
  /** Goes on from the checkpoint. */
  resume(): Promise<void>
  /** Takes what is there; false: nothing was. */
  round(): Promise<boolean>
  /** Whether nothing can follow. */
  readonly finished: boolean
}

/** What a report means to those who watch. */
export function progressOf(report: BatchReport): ProgressMessage {
  const ended = report.watermark === Number.POSITIVE_INFINITY
  return {
    kind: 'progress',
    partition: report.partition,
    ordinal: report.ordinal,
    watermark: Number.isFinite(report.watermark) ? report.watermark : null,
    finished: report.finished || ended,
    openWindows: report.open,
    side: report.deadLetters > 0 || report.outputs.some(output => output.late > 0),
  }
}
