import type { ByteReader, ByteWriter } from './bytes'
import { RowEmitter } from './emitter'
import { ADD, ADVANCE, type WindowInput } from './input'
import { PREPARED } from './key-table'
import type { RowReceiver, WindowOperator } from './operator'
import type { SessionState } from './session-state'
import { SlotOperator } from './slot-operator'

/** Sessions of one partition. An event is late iff it lies below the watermark, so what closed never could have grown. */
export class SessionOperator extends SlotOperator implements WindowOperator<RowReceiver> {
  watermark = Number.NEGATIVE_INFINITY
  private maxTime = Number.NEGATIVE_INFINITY
  private entrySlots = new Int32Array(0)
  private readonly emitter: RowEmitter

  constructor(
    private readonly state: SessionState,
    private readonly maxDelayMs: number,
    digest: number,
  ) {
    super(state, digest)
    this.emitter = new RowEmitter(state.keys, state.slots)
  }

  get outputWatermark(): number {
    return this.watermark
  }

  get stateBytes(): number {
    return this.state.byteLength + this.entrySlots.byteLength
  }

  process(input: WindowInput, receiver: RowReceiver): void {
    const { length, actions, times, ordinals } = input
    if (this.entrySlots.length < length) this.entrySlots = new Int32Array(length)
    const { entrySlots } = this
    const { keys, slots, sessions } = this.state
    // a local: an import may be a getter
    const prepared = PREPARED
    let from = 0
    for (let entry = 0; entry < length; entry++) {
      if (entry % prepared === 0) keys.prepare(input, entry)
      const time = times[entry]
      const action = actions[entry]
      let slot = -1
      if ((action & ADD) !== 0) {
        if (time < this.watermark) receiver.late(entry, this.watermark)
        else {
          const key = keys.findPrepared(input, entry)
          slot = sessions.joinLatest(key, time)
          if (slot < 0) {
            if (sessions.matches(key, time, time) > 1) {
              // Sessions become one: what waits for them must be in before.
              slots.layout.add(input, entrySlots, from, entry)
              from = entry
            }
            slot = sessions.join(key, time, time)
          } else slots.touch(slot)
        }
      }
      entrySlots[entry] = slot
      if (time > this.maxTime && (action & ADVANCE) !== 0) {
        this.setMaxTime(time)
        if (this.watermark >= sessions.nextClose) {
          slots.layout.add(input, entrySlots, from, entry + 1)
          from = entry + 1
          this.state.close(this.watermark, ordinals[entry], receiver, this.emitter)
        }
      }
    }
    if (from < length) slots.layout.add(input, entrySlots, from, length)
  }

  finish(cause: number, receiver: RowReceiver): void {
    this.setMaxTime(Number.POSITIVE_INFINITY)
    this.state.close(this.watermark, cause, receiver, this.emitter)
  }

  inherit(snapshot: Uint8Array, cause: number, receiver: RowReceiver): void {
    this.add(snapshot, () => this.state.close(this.watermark, cause, receiver, this.emitter))
  }

  protected writeHead(writer: ByteWriter): void {
    writer.float64(this.maxTime)
  }

  protected readHead(reader: ByteReader): void {
    this.setMaxTime(reader.float64())
  }

  protected writeSlot(slot: number, writer: ByteWriter): void {
    this.state.write(slot, writer)
  }

  protected readSlot(reader: ByteReader): void {
    this.state.read(reader)
  }

  protected dropClosed(): void {
    this.state.drop(this.watermark)
  }

  private setMaxTime(time: number): void {
    this.maxTime = time
    this.watermark = time - this.maxDelayMs
  }
}
