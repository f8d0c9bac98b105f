import { type ByteReader, ByteWriter } from './bytes'
import type { KeyTable } from './key-table'
import type { KeyFilter, OperatorState } from './operator'
import type { Slots } from './slots'
import { CHANGES, openChunks, SNAPSHOT, writeHeader } from './state-format'

/** Slots and the table of their keys. */
export interface KeyedSlots {
  readonly keys: KeyTable
  readonly slots: Slots
}

/** What all operators share: their state is slots, with a head (watermarks and the like), which is written whole or as what changed. */
export abstract class SlotOperator implements OperatorState {
  abstract readonly stateBytes: number
  private readonly chunk = new ByteWriter()
  private sequence = 0
  private readonly slots: Slots
  private readonly keyTable: KeyTable

  constructor(
    { keys, slots }: KeyedSlots,
    private readonly digest: number,
  ) {
    this.slots = slots
    this.keyTable = keys
  }

  get open(): number {
    return this.slots.open
  }

  changes(): Uint8Array {
    this.sequence++
    return this.writeChunk(CHANGES, this.slots.changedSlots())
  }

  snapshot(keeps?: KeyFilter): Uint8Array {
    const slots = this.slots.usedSlots()
    return this.writeChunk(SNAPSHOT, keeps === undefined ? slots : this.filtered(slots, keeps))
  }

  restore(chunks: readonly Uint8Array[]): void {
    const { readers, sequence } = openChunks(chunks, this.digest)
    for (const reader of readers) {
      this.readHead(reader)
      this.readSlots(reader)
      this.dropClosed()
    }
    this.sequence = sequence
    this.slots.settle()
  }

  /** Adds a snapshot of other keys; `closeDue` closes what is there already as far as the snapshot's watermark goes. */
  protected add(snapshot: Uint8Array, closeDue: () => void): void {
    for (const reader of openChunks([snapshot], this.digest).readers) {
      this.readHead(reader)
      closeDue()
      this.readSlots(reader)
      this.dropClosed()
    }
  }

  /** Always written, before the slots. */
  protected abstract writeHead(writer: ByteWriter): void
  protected abstract readHead(reader: ByteReader): void
  /** A slot, with its window and key. */
  protected abstract writeSlot(slot: number, writer: ByteWriter): void
  protected abstract readSlot(reader: ByteReader): void
  /** After each chunk that was read: drops what the watermark has closed since the one before. */
  protected abstract dropClosed(): void

  private readSlots(reader: ByteReader): void {
    const count = reader.count()
    for (let at = 0; at < count; at++) this.readSlot(reader)
    reader.end()
  }

  private filtered(slots: readonly number[], keeps: KeyFilter): readonly number[] {
    const { keyTable } = this
    const decisions = new Map<number, boolean>()
    return slots.filter(slot => {
      const key = this.slots.keys[slot]
      const decision = decisions.get(key) ?? keeps(keyTable.arena, keyTable.start(key), keyTable.end(key))
      decisions.set(key, decision)
      return decision
    })
  }

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
