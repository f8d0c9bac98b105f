import { Layout, type LayoutOptions } from './accumulators/layout'
import { FIRST_TIME, LAST_TIME } from './accumulators/time-range'
import type { ByteReader, ByteWriter } from './bytes'
import type { Emitter } from './emitter'
import { KeyTable } from './key-table'
import { Sessions } from './sessions'
import { Slots } from './slots'
import { StateError } from './state-error'

/** Open sessions of all keys, with what checkpoints and closing need. */
export class SessionState {
  readonly keys: KeyTable
  readonly slots: Slots
  readonly sessions: Sessions

  /** `onSweep` also hears when keys are renumbered. */
  constructor(
    options: Omit<LayoutOptions, 'timeRange'>,
    readonly gapMs: number,
    onSweep: () => void = () => undefined,
  ) {
    this.slots = new Slots(new Layout({ ...options, timeRange: true }))
    this.keys = new KeyTable(renumbered => {
      this.slots.renumberKeys(renumbered)
      this.sessions.renumber(renumbered)
      onSweep()
    })
    this.sessions = new Sessions(this.keys, this.slots, gapMs)
  }

  get byteLength(): number {
    return this.keys.byteLength + this.slots.byteLength + this.sessions.byteLength
  }

  write(slot: number, writer: ByteWriter): void {
    const { keys, slots } = this
    const key = slots.keys[slot]
    const { data, stride } = slots.layout
    writer.float64(data[slot * stride + FIRST_TIME])
    writer.float64(data[slot * stride + LAST_TIME])
    writer.block(keys.arena, keys.start(key), keys.end(key))
    slots.layout.encode(slot, writer)
  }

  read(reader: ByteReader): void {
    const first = reader.float64()
    const last = reader.float64()
    if (!(first <= last)) throw new StateError('state is damaged: a session ends before it starts; restore from another checkpoint')
    const key = reader.block()
    const slot = this.sessions.replace(this.keys.find(key, 0, key.length), first, last)
    this.slots.layout.decode(slot, reader)
  }

  /** Closes sessions up to the watermark. */
  close<R>(watermark: number, cause: number, receiver: R, emitter: Emitter<R>): void {
    const { slots, sessions, keys, gapMs } = this
    const expired = sessions.expired(watermark)
    for (const slot of expired) {
      const { data, stride } = slots.layout
      emitter.emit(receiver, data[slot * stride + FIRST_TIME], data[slot * stride + LAST_TIME] + gapMs, slot, cause)
      sessions.close(slot)
    }
    if (expired.length > 0) keys.afterClose()
  }

  /** Closes sessions up to the watermark, without a row: they closed before the checkpoint. */
  drop(watermark: number): void {
    for (const slot of this.sessions.expired(watermark)) this.sessions.close(slot)
  }
}
