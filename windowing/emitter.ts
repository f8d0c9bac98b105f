import { FIRST_TIME, LAST_TIME } from './accumulators/time-range'
import { ByteWriter } from './bytes'
import type { KeyTable } from './key-table'
import type { PartialReceiver, RowReceiver } from './operator'
import type { Slots } from './slots'
import { writePartialHeader } from './state-format'

/** Gives a closed slot to a receiver. */
export interface Emitter<R> {
  emit(receiver: R, start: number, end: number, slot: number, cause: number): void
}

/** Finished rows. */
export class RowEmitter implements Emitter<Pick<RowReceiver, 'row' | 'failed'>> {
  constructor(
    private readonly keys: KeyTable,
    private readonly slots: Slots,
  ) {}

  emit(receiver: Pick<RowReceiver, 'row' | 'failed'>, start: number, end: number, slot: number, cause: number): void {
    const { keys, slots } = this
    const key = slots.keys[slot]
    const problem = slots.layout.finish(slot)
    if (problem === null) receiver.row(start, end, keys.arena, keys.start(key), keys.end(key), cause, slots.layout.values)
    else receiver.failed(start, end, keys.arena, keys.start(key), keys.end(key), cause, problem)
  }
}

/** Partial aggregates; pieces of sessions start and end with their first and last event. */
export class PartialEmitter implements Emitter<PartialReceiver> {
  private readonly writer = new ByteWriter()

  constructor(
    private readonly keys: KeyTable,
    private readonly slots: Slots,
    private readonly digest: number,
    private readonly pieces: boolean,
  ) {}

  emit(receiver: PartialReceiver, start: number, end: number, slot: number, cause: number): void {
    const { keys, slots, writer } = this
    const key = slots.keys[slot]
    const { data, stride } = slots.layout
    writer.reset()
    writePartialHeader(writer, this.digest)
    slots.layout.encode(slot, writer)
    const first = this.pieces ? data[slot * stride + FIRST_TIME] : start
    const last = this.pieces ? data[slot * stride + LAST_TIME] : end
    receiver.partial(first, last, keys.arena, keys.start(key), keys.end(key), cause, writer.written)
  }
}
