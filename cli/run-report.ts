import type { Definition } from '../pipeline'
import type { RunReport } from '../runtime'
import type { RunSink } from './run-sink'

/** What a run did, as JSON. */
export function runReport(definition: Definition, report: RunReport, sink: RunSink, elapsedMs: number) {
  return {
    pipeline: definition.name,
    events: report.events,
    elapsedMs,
    eventsPerSecond: Math.round((report.events * 1000) / Math.max(1, elapsedMs)),
    outputs: report.outputs,
    deadLetters: report.deadLetters,
    deadLetterCodes: Object.fromEntries(sink.codes),
    /** Null: the partition had no event. */
    watermarks: report.watermarks.map(watermark => (Number.isFinite(watermark) ? watermark : null)),
  }
}

export function reportText(report: ReturnType<typeof runReport>): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
