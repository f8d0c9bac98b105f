import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { endFileName, frameHeaderBytes, partitionDirectory, recordsPerSegment, segmentName } from './segment'

const chunkBytes = 1 << 18

/** A record and its place in the log. */
export interface LoggedRecord {
  readonly position: number
  readonly bytes: Uint8Array
}

/** Reads one partition of the embedded log, also while it is being written. */
export class LogReader {
  private readonly directory: string
  private file: number | undefined
  private segment = -1
  private offset = 0
  private next = 0

  constructor(log: string, partition: number) {
    this.directory = partitionDirectory(log, partition)
  }

  /** The position of the next record. */
  get position(): number {
    return this.next
  }

  /** Goes to a position at or before the log's end. */
  seek(position: number): void {
    this.close()
    this.next = position - (position % recordsPerSegment)
    while (this.next < position) {
      const skipped = this.read(position - this.next)
      if (skipped.length === 0) throw new Error(`position ${position} is beyond the end of the log in ${this.directory}`)
    }
  }

  /** At most `limit` records; none: the log holds no more, for now. */
  read(limit: number): readonly LoggedRecord[] {
    const records: LoggedRecord[] = []
    while (records.length < limit && this.openSegment()) {
      const before = records.length
      this.readChunk(records, limit)
      if (records.length === before) break
    }
    return records
  }

  /** How many records the partition holds in all, once no more follow; undefined before. */
  end(): number | undefined {
    const path = join(this.directory, endFileName)
    return existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file)
    this.file = undefined
    this.segment = -1
  }

  private openSegment(): boolean {
    const segment = this.next - (this.next % recordsPerSegment)
    if (segment === this.segment && this.file !== undefined) return true
    const path = join(this.directory, segmentName(segment))
    if (!existsSync(path)) return false
    this.close()
    this.file = openSync(path, 'r')
    this.segment = segment
    this.offset = 0
    return true
  }

  /** Takes the whole frames of the next chunk; a frame that is longer than a chunk is read alone. */
  private readChunk(records: LoggedRecord[], limit: number): void {
    if (this.file === undefined) return
    let chunk = this.readBytes(this.file, chunkBytes)
    if (chunk.length >= frameHeaderBytes) {
      const first = frameHeaderBytes + chunk.readUInt32LE(0)
      if (first > chunk.length) chunk = this.readBytes(this.file, first)
    }
    let start = 0
    while (records.length < limit && start + frameHeaderBytes <= chunk.length) {
      const end = start + frameHeaderBytes + chunk.readUInt32LE(start)
      if (end > chunk.length) break
      records.push({ position: this.next, bytes: chunk.subarray(start + frameHeaderBytes, end) })
      this.next++
      start = end
      if (this.next % recordsPerSegment === 0) break
    }
    this.offset += start
  }

  private readBytes(file: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.subarray(0, readSync(file, bytes, 0, length, this.offset))
  }
}
