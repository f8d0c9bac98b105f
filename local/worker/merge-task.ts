import { type BatchReport, type PartitionProcessor, type Position, type ReadableShuffleLog, recordBatchOf } from '../../runtime'
import type { Task } from './task'

/** Merges the partial rows of one output, until every partition has told its end. */
export class MergeTask implements Task {
  finished = false
  private position: Position | null = null

  constructor(
    private readonly processor: PartitionProcessor,
    private readonly output: string,
    private readonly shuffle: ReadableShuffleLog,
    private readonly report: (report: BatchReport) => void,
  ) {}

  async resume(): Promise<void> {
    this.take(await this.processor.processBatch(recordBatchOf([])))
  }

  async round(): Promise<boolean> {
    if (this.finished) return false
    const messages = await this.shuffle.read(this.output, 0, this.position)
    if (messages.length === 0) return false
    this.take(await this.processor.processBatch(messages))
    return true
  }

  private take(report: BatchReport): void {
    this.position = report.position
    this.finished = report.watermark === Number.POSITIVE_INFINITY
    this.report(report)
  }
}
