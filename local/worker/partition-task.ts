import { type BatchReport, type PartitionProcessor, recordBatchOf } from '../../runtime'
import type { LogReader } from '../log'
import type { Task } from './task'

const recordsPerRound = 4096

/** Reads one partition of the log to its end. */
export class PartitionTask implements Task {
  finished = false

  constructor(
    private readonly processor: PartitionProcessor,
    private readonly reader: LogReader,
    private readonly report: (report: BatchReport) => void,
  ) {}

  async resume(): Promise<void> {
    const report = await this.processor.processBatch(recordBatchOf([]))
    this.finished = report.finished
    if (!report.finished) this.reader.seek(report.position === null ? 0 : Number(report.position) + 1)
    this.report(report)
  }

  async round(): Promise<boolean> {
    if (this.finished) return false
    const records = this.reader.read(recordsPerRound)
    if (records.length > 0) {
      const batch = recordBatchOf(records.map(({ position, bytes }) => ({ position, arrivalTime: Number.NaN, bytes })))
      this.report(await this.processor.processBatch(batch))
      return true
    }
    if (this.reader.end() !== this.reader.position) return false
    this.report(await this.processor.finish())
    this.finished = true
    this.reader.close()
    return true
  }
}
