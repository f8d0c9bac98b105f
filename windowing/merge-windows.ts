import type { ByteReader, ByteWriter } from './bytes'
import { RowEmitter } from './emitter'
import { Merger } from './merger'
import type { Equipped, MergeReceiver, MergeSpecification } from './operator'
import { PaneState } from './pane-state'
import { openPartial } from './state-format'

/**
 * Second stage of tumbling and hopping windows. Partials wait apart for each (window, producer) and are merged in the order of producers when the
 * window closes, so that rows don't depend on how producers interleave.
 */
export class WindowMerger extends Merger {
  private readonly state: PaneState
  private readonly emitter: RowEmitter
  private readonly sizeMs: number

  constructor(
    specification: Equipped<MergeSpecification>,
    sizeMs: number,
    digest: number,
    private readonly partialDigest: number,
  ) {
    const state = new PaneState({ ...specification, partitionIndex: 0, timeRange: false })
    super(state, digest, specification)
    this.state = state
    this.sizeMs = sizeMs
    this.emitter = new RowEmitter(state.keys, state.slots)
  }

  get stateBytes(): number {
    return this.state.byteLength
  }

  merge(producer: number, start: number, end: number, keyBytes: Uint8Array, keyStart: number, keyEnd: number, state: Uint8Array): void {
    this.producers.require(producer)
    if (end - start !== this.sizeMs)
      throw new RangeError(
        `a partial of window [${start}, ${end}) came, but windows have ${this.sizeMs} ms: run both stages with one definition`,
      )
    if (end <= this.watermark)
      throw new RangeError(
        `a partial of window [${start}, ${end}) came after the watermark ${this.watermark} that closed it: send partials before watermarks`,
      )
    const { keys, panes, slots } = this.state
    const reader = openPartial(state, this.partialDigest)
    const pane = panes.at(end, producer)
    const opened = slots.open
    const slot = panes.slot(pane, keys.find(keyBytes, keyStart, keyEnd))
    if (slots.open > opened) slots.layout.decode(slot, reader)
    else this.mergeAgain(slot, reader)
    reader.end()
    slots.touch(slot)
  }

  /** A producer may give a window's key in several partials. */
  private mergeAgain(slot: number, reader: ReturnType<typeof openPartial>): void {
    const { slots } = this.state
    const passing = slots.allocate(slots.keys[slot], slots.owners[slot])
    slots.layout.decode(passing, reader)
    slots.layout.merge(Int32Array.of(slot), Int32Array.of(passing), 1)
    slots.release(passing)
  }

  protected close(cause: number, receiver: MergeReceiver): void {
    const { panes, closer, keys } = this.state
    const { sorted } = panes
    while (sorted.length > 0 && sorted[0].time <= this.watermark) {
      const end = sorted[0].time
      const parts = panes.between(end, end)
      const count = closer.open(parts)
      for (let at = 0; at < count; at++) this.emitter.emit(receiver, end - this.sizeMs, end, closer.slots[at], cause)
      closer.clear()
      panes.drop(parts.length)
      keys.afterClose()
    }
  }

  protected writeSlot(slot: number, writer: ByteWriter): void {
    this.state.write(slot, writer)
  }

  protected readSlot(reader: ByteReader): void {
    this.state.read(reader)
  }

  protected dropClosed(): void {
    const { panes } = this.state
    let closed = 0
    while (closed < panes.sorted.length && panes.sorted[closed].time <= this.watermark) closed++
    panes.drop(closed)
  }
}
