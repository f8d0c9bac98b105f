import { type ByteReader, ByteWriter } from './bytes'
import type { OperatorState } from './operator'
import type { Slots } from './slots'
import { CHANGES, openChunks, SNAPSHOT, writeHeader } from './state-format'

/** What all operators share: their state is slots, with a head (watermarks and the like), which is written whole or as what changed. */
export abstract class SlotOperator implements OperatorState {
  abstract readonly stateBytes: number
  private readonly chunk = new ByteWriter()
  private sequence = 0

  constructor(
    private readonly slots: Slots,
    private readonly digest: number,
  ) {}

  get open(): number {
    return this.slots.open
  }

  changes(): Uint8Array {
    this.sequence++
    return this.writeChunk(CHANGES, this.slots.changedSlots())
  }

  snapshot(): Uint8Array {
    return this.writeChunk(SNAPSHOT, this.slots.usedSlots())
  }

  restore(chunks: readonly Uint8Array[]): void {
    const { readers, sequence } = openChunks(chunks, this.digest)
    for (const reader of readers) {
      this.readHead(reader)
      const count = reader.count()
      for (let at = 0; at < count; at++) this.readSlot(reader)
      reader.end()
      this.dropClosed()
    }
    this.sequence = sequence
    this.slots.settle()
  }

  /** Always written, before the slots. */
  protected abstract writeHead(writer: ByteWriter): void
  protected abstract readHead(reader: ByteReader): void
  /** A slot, with its window and key. */
  protected abstract writeSlot(slot: number, writer: ByteWriter): void
  protected abstract readSlot(reader: ByteReader): void
  /** After each chunk that was read: drops what the watermark has closed since the one before. */
  protected abstract dropClosed(): void

  private writeChunk(kind: typeof SNAPSHOT | typeof CHANGES, slots: readonly number[]): Uint8Array {
    const { chunk } = this
    chunk.reset()
    writeHeader(chunk, kind, this.digest, this.sequence)
    this.writeHead(chunk)
    chunk.variable(slots.length)
    for (const slot of slots) this.writeSlot(slot, chunk)
    this.slots.settle()
    return chunk.written.slice()
  }
}
