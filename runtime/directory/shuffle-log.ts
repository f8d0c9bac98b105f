import { join } from 'node:path'
import { StateError } from '../../windowing'
import { ByteReader, ByteWriter } from '../checkpoint'
import { recordBatchOf } from '../decode'
import type { Position, RecordBatch } from '../records'
import type { ReadableShuffleLog, ShuffleMessage } from '../shuffle'
import { fileNameOf } from './names'
import { Segments } from './segments'

/** A message's position is the number of its file times this, plus its index in the file. */
const MESSAGES_PER_FILE = 65_536
const DEFAULT_LIMIT = 1000

/** A shuffle log in a directory: one file for each call of `append`, output and merge partition. */
export class DirectoryShuffleLog implements ReadableShuffleLog {
  private readonly logs = new Map<string, Segments>()
  private readonly latest = new Map<string, number>()

  /** @param directory is created with the first message. @param partitions merge partitions, at least 1. */
  constructor(
    private readonly directory: string,
    readonly partitions: number,
  ) {
    if (!Number.isSafeInteger(partitions) || partitions < 1)
      throw new RangeError(`a shuffle log has at least one partition, got ${partitions}; give an integer of at least 1`)
  }

  async append(messages: readonly ShuffleMessage[]): Promise<void> {
    const byLog = new Map<string, ShuffleMessage[]>()
    for (const message of messages) {
      const path = this.path(message.output, message.partition)
      const group = byLog.get(path) ?? []
      group.push(message)
      byLog.set(path, group)
    }
    for (const [path, group] of byLog)
      for (let from = 0; from < group.length; from += MESSAGES_PER_FILE)
        await this.appendFile(path, group.slice(from, from + MESSAGES_PER_FILE))
  }

  async read(output: string, partition: number, after: Position | null, limit = DEFAULT_LIMIT): Promise<RecordBatch> {
    const path = this.path(output, partition)
    const segments = this.segments(path)
    if (!this.latest.has(path)) this.latest.set(path, await segments.recover())
    const next = after === null ? MESSAGES_PER_FILE : Number(after) + 1
    const records: { position: number; arrivalTime: number; bytes: Uint8Array }[] = []
    for (let number = Math.floor(next / MESSAGES_PER_FILE); records.length < limit; number++) {
      const payload = await segments.read(number)
      if (!payload) break
      for (const [index, bytes] of unpack(payload, segments.path(number)).entries()) {
        const position = number * MESSAGES_PER_FILE + index
        if (position >= next && records.length < limit) records.push({ position, arrivalTime: Number.NaN, bytes })
      }
    }
    return recordBatchOf(records)
  }

  private async appendFile(path: string, messages: readonly ShuffleMessage[]): Promise<void> {
    const segments = this.segments(path)
    const writer = new ByteWriter()
    writer.count(messages.length)
    for (const { bytes } of messages) writer.bytes(bytes)
    const payload = writer.take()
    for (;;) {
      const number = (this.latest.get(path) ?? (await segments.recover())) + 1
      const created = await segments.create(number, payload)
      if (created) this.latest.set(path, number)
      else this.latest.delete(path)
      if (created) return
    }
  }

  private segments(path: string): Segments {
    const known = this.logs.get(path) ?? new Segments(path, 'messages')
    this.logs.set(path, known)
    return known
  }

  private path(output: string, partition: number): string {
    return join(this.directory, fileNameOf('output', output), fileNameOf('merge', String(partition)))
  }
}

function unpack(payload: Uint8Array, path: string): readonly Uint8Array[] {
  const reader = new ByteReader(payload, problem => new StateError(`${path} is damaged: ${problem}; restore the directory from a backup`))
  const messages = Array.from({ length: reader.count() }, () => reader.bytes())
  reader.finish()
  return messages
}
