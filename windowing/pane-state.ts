import { Layout, type LayoutOptions } from './accumulators/layout'
import type { ByteReader, ByteWriter } from './bytes'
import { KeyTable } from './key-table'
import { Panes } from './panes'
import { Slots } from './slots'
import { StateError } from './state-error'
import { WindowCloser } from './window-closer'

/** The keyed state that pane and merge operators build on. */
export class PaneState {
  readonly keys: KeyTable
  readonly slots: Slots
  readonly panes: Panes
  readonly closer: WindowCloser

  constructor(options: LayoutOptions) {
    this.slots = new Slots(new Layout(options))
    this.keys = new KeyTable(renumbered => {
      this.slots.renumberKeys(renumbered)
      this.panes.rebuildAll()
    })
    this.panes = new Panes(this.keys, this.slots)
    this.closer = new WindowCloser(this.keys, this.slots, this.panes)
  }

  get byteLength(): number {
    return this.keys.byteLength + this.slots.byteLength + this.panes.byteLength + this.closer.byteLength
  }

  /** Writes pane, key and accumulators of a slot. */
  write(slot: number, writer: ByteWriter): void {
    const { keys, panes, slots } = this
    const pane = panes.ofSlot(slot)
    if (pane === undefined) throw new Error(`slot ${slot} belongs to no pane: this is a defect of the operator`)
    const key = slots.keys[slot]
    writer.float64(pane.time)
    writer.variable(pane.producer)
    writer.block(keys.arena, keys.start(key), keys.end(key))
    slots.layout.encode(slot, writer)
  }

  /** Reads what `write` wrote, over what the pane holds for the key. */
  read(reader: ByteReader): void {
    const time = reader.float64()
    if (!Number.isFinite(time)) throw new StateError('state is damaged: a window without a time; restore from another checkpoint')
    const pane = this.panes.at(time, reader.variable())
    const key = reader.block()
    const { layout } = this.slots
    const slot = this.panes.slot(pane, this.keys.find(key, 0, key.length))
    layout.release(slot)
    layout.reset(slot)
    layout.decode(slot, reader)
  }
}
