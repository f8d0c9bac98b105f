import { type ByteReader, ByteWriter } from './bytes'
import type { Slots } from './slots'
import { CHANGES, openChunks, SNAPSHOT, writeHeader } from './state-format'

/** What an operator writes into a chunk, besides the header. */
export interface CheckpointBody {
  /** Watermarks and the like; always written. */
  writeHead(writer: ByteWriter): void
  /** A slot, with its window and key. */
  writeSlot(slot: number, writer: ByteWriter): void
  readHead(reader: ByteReader): void
  readSlot(reader: ByteReader): void
  /** After each chunk: drops what the watermark has closed since. */
  afterChunk(): void
}

/** Snapshots and changes of an operator whose state is its slots. */
export class Checkpoint {
  private readonly writer = new ByteWriter()
  private sequence = 0

  constructor(
    private readonly slots: Slots,
    private readonly digest: number,
    private readonly body: CheckpointBody,
  ) {}

  changes(): Uint8Array {
    this.sequence++
    return this.write(CHANGES, this.slots.changedSlots())
  }

  snapshot(): Uint8Array {
    return this.write(SNAPSHOT, this.slots.usedSlots())
  }

  private write(kind: typeof SNAPSHOT | typeof CHANGES, slots: readonly number[]): Uint8Array {
    const { writer, body } = this
    writer.reset()
    writeHeader(writer, kind, this.digest, this.sequence)
    body.writeHead(writer)
    writer.variable(slots.length)
    for (const slot of slots) body.writeSlot(slot, writer)
    this.slots.settle()
    return writer.written.slice()
  }

  restore(chunks: readonly Uint8Array[]): void {
    const { readers, sequence } = openChunks(chunks, this.digest)
    for (const reader of readers) {
      this.body.readHead(reader)
      const count = reader.count()
      for (let at = 0; at < count; at++) this.body.readSlot(reader)
      reader.end()
      this.body.afterChunk()
    }
    this.sequence = sequence
    this.slots.settle()
  }
}
