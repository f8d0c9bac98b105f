import { FIRST_TIME, LAST_TIME } from './accumulators/time-range'
import type { ByteReader, ByteWriter } from './bytes'
import { RowEmitter } from './emitter'
import { Merger } from './merger'
import type { Equipped, MergeReceiver, MergeSpecification } from './operator'
import { Panes } from './panes'
import { SessionState } from './session-state'
import { StateError } from './state-error'
import { openPartial } from './state-format'

const PIECE = 0
const SESSION = 1

/** The grid on which the first stage cuts sessions: a quarter of the gap, at least 1 ms. */
export function pieceBucketMs(gapMs: number): number {
  return Math.max(1, Math.floor(gapMs / 4))
}

/**
 * Second stage of sessions. Pieces wait until no producer can send one of the same stretch of the grid any more, and then join sessions in the order of
 * (stretch, producer): so rows don't depend on how producers interleave, down to the last bit of a double.
 */
export class SessionMerger extends Merger {
  private readonly state: SessionState
  private readonly waiting: Panes
  private readonly emitter: RowEmitter
  private readonly bucketMs: number
  private moving = new Int32Array(64)

  constructor(
    specification: Equipped<MergeSpecification>,
    gapMs: number,
    digest: number,
    private readonly partialDigest: number,
  ) {
    const state = new SessionState({ ...specification, partitionIndex: 0 }, gapMs, () => this.waiting.rebuildAll())
    super(state, digest, specification)
    this.state = state
    this.waiting = new Panes(state.keys, state.slots)
    this.bucketMs = pieceBucketMs(gapMs)
    this.emitter = new RowEmitter(state.keys, state.slots)
  }

  get stateBytes(): number {
    return this.state.byteLength + this.waiting.byteLength + this.moving.byteLength
  }

  /** Up to where the grid is settled. */
  private get settled(): number {
    return this.bucketOf(this.watermark)
  }

  private bucketOf(time: number): number {
    return Math.floor(time / this.bucketMs) * this.bucketMs
  }

  merge(producer: number, start: number, end: number, keyBytes: Uint8Array, keyStart: number, keyEnd: number, state: Uint8Array): void {
    this.producers.require(producer)
    const bucket = this.bucketOf(start)
    if (!(end >= start && end < bucket + this.bucketMs)) {
      throw new RangeError(
        `a piece from ${start} to ${end} came, but pieces lie within ${this.bucketMs} ms of the grid: run both stages with one definition`,
      )
    }
    if (bucket < this.settled)
      throw new RangeError(`a piece from ${start} to ${end} came after the watermark ${this.watermark}: send partials before watermarks`)
    const { keys, slots } = this.state
    const reader = openPartial(state, this.partialDigest)
    const pane = this.waiting.at(bucket, producer)
    const opened = slots.open
    const slot = this.waiting.slot(pane, keys.find(keyBytes, keyStart, keyEnd))
    if (slots.open === opened)
      throw new RangeError(`a second piece from ${start} to ${end} of one key came from producer ${producer}: each is sent once`)
    slots.layout.decode(slot, reader)
    reader.end()
  }

  protected close(cause: number, receiver: MergeReceiver): void {
    this.settle()
    this.state.close(this.settled, cause, receiver, this.emitter)
  }

  private settle(): void {
    const { waiting } = this
    while (waiting.sorted.length > 0 && waiting.sorted[0].time < this.settled) {
      const pane = waiting.sorted[0]
      if (this.moving.length < pane.count) this.moving = new Int32Array(pane.count)
      const count = waiting.slotsOf(pane, this.moving)
      waiting.drop(1, true)
      for (let at = 0; at < count; at++) this.state.sessions.joinSlot(this.moving[at])
    }
  }

  protected writeSlot(slot: number, writer: ByteWriter): void {
    const pane = this.state.sessions.isSession(slot) ? undefined : this.waiting.ofSlot(slot)
    writer.uint8(pane === undefined ? SESSION : PIECE)
    if (pane !== undefined) writer.variable(pane.producer)
    this.state.write(slot, writer)
  }

  protected readSlot(reader: ByteReader): void {
    const kind = reader.uint8()
    if (kind === SESSION) this.state.read(reader)
    else if (kind === PIECE) this.readPiece(reader)
    else throw new StateError(`state is damaged: ${kind} is neither a session nor a piece; restore from another checkpoint`)
  }

  private readPiece(reader: ByteReader): void {
    const producer = reader.variable()
    const first = reader.float64()
    const last = reader.float64()
    if (!(first <= last && Number.isFinite(first)))
      throw new StateError('state is damaged: a piece ends before it starts; restore from another checkpoint')
    const key = reader.block()
    const { keys, slots } = this.state
    const slot = this.waiting.slot(this.waiting.at(this.bucketOf(first), producer), keys.find(key, 0, key.length))
    const { layout } = slots
    layout.release(slot)
    layout.reset(slot)
    layout.data[slot * layout.stride + FIRST_TIME] = first
    layout.data[slot * layout.stride + LAST_TIME] = last
    layout.decode(slot, reader)
  }

  protected dropClosed(): void {
    // Pieces of settled stretches are in the sessions that changed with them.
    let settled = 0
    while (settled < this.waiting.sorted.length && this.waiting.sorted[settled].time < this.settled) settled++
    this.waiting.drop(settled)
    this.state.drop(this.settled)
  }
}
