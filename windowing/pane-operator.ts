import type { ByteReader, ByteWriter } from './bytes'
import type { Emitter } from './emitter'
import { ADD, ADVANCE, type WindowInput } from './input'
import { PREPARED } from './key-table'
import type { WindowOperator } from './operator'
import type { PaneState } from './pane-state'
import type { Pane } from './panes'
import { SlotOperator } from './slot-operator'

export interface PaneOperatorOptions<R> {
  readonly sizeMs: number
  readonly hopMs: number
  readonly offsetMs: number
  readonly maxDelayMs: number
  /** Late is an event below the watermark (pieces of sessions), not one whose windows are all closed. */
  readonly lateBelowWatermark: boolean
  readonly digest: number
  readonly state: PaneState
  readonly emitter: Emitter<Pick<R, Exclude<keyof R, 'late'>>>
}

type Receiver = { late(entry: number, watermark: number): void }

/**
 * Tumbling and hopping windows. Events go into panes of one hop; a closing window joins its panes by key, and a pane
 * goes when its last window has closed.
 */
export class PaneOperator<R extends Receiver> extends SlotOperator implements WindowOperator<R> {
  watermark = Number.NEGATIVE_INFINITY
  private maxTime = Number.NEGATIVE_INFINITY
  /** The least end of a window that is not empty. */
  private nextClose = Number.POSITIVE_INFINITY
  private pane: Pane | null = null
  private paneStart = Number.NaN
  private paneEnd = Number.NaN
  private entrySlots = new Int32Array(0)

  constructor(private readonly options: PaneOperatorOptions<R>) {
    super(options.state, options.digest)
  }

  get outputWatermark(): number {
    const { lateBelowWatermark, hopMs } = this.options
    return lateBelowWatermark ? Math.floor(this.watermark / hopMs) * hopMs : this.watermark
  }

  get stateBytes(): number {
    return this.options.state.byteLength + this.entrySlots.byteLength
  }

  process(input: WindowInput, receiver: R): void {
    const { length, actions, times, ordinals } = input
    if (this.entrySlots.length < length) this.entrySlots = new Int32Array(length)
    const { entrySlots } = this
    const { keys, slots, panes } = this.options.state
    // a local: an import may be a getter
    const prepared = PREPARED
    let from = 0
    for (let entry = 0; entry < length; entry++) {
      if (entry % prepared === 0) keys.prepare(input, entry)
      const time = times[entry]
      const action = actions[entry]
      let slot = -1
      if ((action & ADD) !== 0) {
        if (!(time >= this.paneStart && time < this.paneEnd)) this.enterPane(time)
        if (this.isLate(time)) receiver.late(entry, this.watermark)
        else {
          slot = panes.slot(this.pane ?? this.openPane(), keys.findPrepared(input, entry))
          slots.touch(slot)
        }
      }
      entrySlots[entry] = slot
      if (time > this.maxTime && (action & ADVANCE) !== 0) {
        this.setMaxTime(time)
        if (this.watermark >= this.nextClose) {
          slots.layout.add(input, entrySlots, from, entry + 1)
          from = entry + 1
          this.close(this.watermark, ordinals[entry], receiver)
        }
      }
    }
    if (from < length) slots.layout.add(input, entrySlots, from, length)
  }

  finish(cause: number, receiver: R): void {
    this.setMaxTime(Number.POSITIVE_INFINITY)
    this.close(this.watermark, cause, receiver)
  }

  handOver(cause: number, receiver: R): void {
    this.close(Number.POSITIVE_INFINITY, cause, receiver)
  }

  inherit(snapshot: Uint8Array, cause: number, receiver: R): void {
    this.add(snapshot, () => this.close(this.watermark, cause, receiver))
  }

  protected writeHead(writer: ByteWriter): void {
    writer.float64(this.maxTime)
  }

  protected readHead(reader: ByteReader): void {
    this.setMaxTime(reader.float64())
  }

  protected writeSlot(slot: number, writer: ByteWriter): void {
    this.options.state.write(slot, writer)
  }

  protected readSlot(reader: ByteReader): void {
    this.options.state.read(reader)
  }

  private setMaxTime(time: number): void {
    this.maxTime = time
    this.watermark = time - this.options.maxDelayMs
  }

  private isLate(time: number): boolean {
    return this.options.lateBelowWatermark ? time < this.watermark : this.watermark >= this.paneStart + this.options.sizeMs
  }

  private enterPane(time: number): void {
    const { hopMs, offsetMs } = this.options
    this.paneStart = Math.floor((time - offsetMs) / hopMs) * hopMs + offsetMs
    this.paneEnd = this.paneStart + hopMs
    this.pane = null
  }

  private openPane(): Pane {
    const { panes } = this.options.state
    const before = panes.sorted.length
    this.pane = panes.at(this.paneStart, 0)
    if (panes.sorted.length > before) this.nextClose = Math.min(this.nextClose, this.firstClose(this.paneStart))
    return this.pane
  }

  /** The end of the first window of a pane that is still open. */
  private firstClose(paneStart: number): number {
    const { hopMs, offsetMs } = this.options
    if (!(this.watermark >= paneStart + hopMs)) return paneStart + hopMs
    return Math.floor((this.watermark - offsetMs) / hopMs) * hopMs + offsetMs + hopMs
  }

  /** Closes windows that end at or before a time, one after the other. */
  private close(through: number, cause: number, receiver: R): void {
    const { state, sizeMs, hopMs, emitter } = this.options
    const { panes, closer, keys } = state
    while (panes.sorted.length > 0 && through >= this.nextClose) {
      const end = this.nextClose
      const count = closer.open(panes.between(end - sizeMs, end - hopMs))
      for (let at = 0; at < count; at++) emitter.emit(receiver, end - sizeMs, end, closer.slots[at], cause)
      closer.clear()
      if (panes.sorted[0].time + sizeMs <= end) this.dropFirst()
      this.nextClose = panes.sorted.length > 0 ? Math.max(panes.sorted[0].time + hopMs, end + hopMs) : Number.POSITIVE_INFINITY
    }
    keys.afterClose()
  }

  private dropFirst(): void {
    const { panes } = this.options.state
    if (panes.sorted[0] === this.pane) this.pane = null
    panes.drop(1)
  }

  protected dropClosed(): void {
    const { state, sizeMs } = this.options
    while (state.panes.sorted.length > 0 && state.panes.sorted[0].time + sizeMs <= this.watermark) this.dropFirst()
    this.nextClose = state.panes.sorted.length > 0 ? this.firstClose(state.panes.sorted[0].time) : Number.POSITIVE_INFINITY
  }
}
