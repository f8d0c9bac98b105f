import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { endFileName, frameHeaderBytes, partitionDirectory, recordsPerSegment, segmentName } from './segment'

/** Appends to one partition of the embedded log. Positions are 0, 1, 2, … */
export class LogWriter {
  private file: number | undefined
  private readonly directory: string
  private count = 0

  /** Makes the partition's directory, which must not hold records yet. */
  constructor(log: string, partition: number) {
    this.directory = partitionDirectory(log, partition)
    mkdirSync(this.directory, { recursive: true })
  }

  /** Records so far. */
  get length(): number {
    return this.count
  }

  /** Appends the records in one write for each segment that they touch. */
  append(records: readonly Uint8Array[]): void {
    for (let next = 0; next < records.length; ) {
      const inSegment = this.count % recordsPerSegment
      if (inSegment === 0) this.openSegment()
      const taken = records.slice(next, next + recordsPerSegment - inSegment)
      this.write(taken)
      next += taken.length
      this.count += taken.length
    }
  }

  /** No more records follow. */
  end(): void {
    this.close()
    writeFileSync(join(this.directory, endFileName), String(this.count))
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file)
    this.file = undefined
  }

  private openSegment(): void {
    this.close()
    this.file = openSync(join(this.directory, segmentName(this.count)), 'ax')
  }

  private write(records: readonly Uint8Array[]): void {
    if (this.file === undefined) throw new Error('the log was closed: append before end')
    const bytes = Buffer.allocUnsafe(records.reduce((sum, record) => sum + frameHeaderBytes + record.length, 0))
    let offset = 0
    for (const record of records) {
      offset = bytes.writeUInt32LE(record.length, offset)
      bytes.set(record, offset)
      offset += record.length
    }
    for (let written = 0; written < bytes.length; ) written += writeSync(this.file, bytes, written)
  }
}
