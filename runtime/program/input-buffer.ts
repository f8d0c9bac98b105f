import { ADD, ADVANCE, type ValueColumn, type WindowInput } from '../../windowing'
import { DEAD, type DecodedBatch } from '../records'
import { KeyBuffer } from './key-buffer'
import type { SourceColumn } from './source-columns'
import { type OwnColumn, OwnNumbers, OwnObjects } from './value-columns'

/** Where a column of the input comes from: the batch's own column, or one that is filled entry by entry. */
export type ColumnPlan =
  | { readonly from: 'batch'; readonly source: SourceColumn }
  | { readonly from: 'numbers' }
  | { readonly from: 'objects' }

export interface InputPlan {
  /** Entries are the batch's entries, one to one; else an event may have several (explode). */
  readonly oneToOne: boolean
  /** The key is this text column, as it is; else it is encoded entry by entry. */
  readonly keyColumn: number | null
  readonly columns: readonly ColumnPlan[]
}

/** The window input that a program fills; arrays are replaced by larger ones or the batch's own. */
export class InputBuffer implements WindowInput {
  length = 0
  actions: Uint8Array
  times: Float64Array
  ordinals: Float64Array
  keyBytes: Uint8Array = new Uint8Array(0)
  keyStarts: Int32Array
  keyEnds: Int32Array
  columns: ValueColumn[] = []
  entryOf: Int32Array
  readonly keys = new KeyBuffer()
  /** By column; null where the batch's own is used. Generated code puts values here. */
  own: (OwnColumn | null)[]
  private batch: DecodedBatch | null = null
  private firstOrdinal = 0
  private eventStart = 0

  constructor(
    private readonly plan: InputPlan,
    private capacity: number,
  ) {
    this.actions = new Uint8Array(capacity)
    this.times = new Float64Array(plan.oneToOne ? 0 : capacity)
    this.ordinals = new Float64Array(capacity)
    this.keyStarts = new Int32Array(plan.keyColumn === null ? capacity : 0)
    this.keyEnds = new Int32Array(plan.keyColumn === null ? capacity : 0)
    this.entryOf = Int32Array.from({ length: capacity }, (_, entry) => entry)
    this.own = plan.columns.map(({ from }) =>
      from === 'batch' ? null : from === 'numbers' ? new OwnNumbers(capacity) : new OwnObjects(capacity),
    )
  }

  /** Starts a batch: one to one, every entry that is not dead advances, and is added by `actions` later. */
  begin(batch: DecodedBatch, firstOrdinal: number): void {
    this.batch = batch
    this.firstOrdinal = firstOrdinal
    if (batch.length > this.capacity) this.grow(batch.length)
    this.keys.length = 0
    for (const own of this.own) own?.clear()
    if (!this.plan.oneToOne) {
      this.length = 0
      return
    }
    this.length = batch.length
    this.times = batch.times
    const { actions, ordinals } = this
    const { status } = batch
    // locals: an import may be a getter, which costs more than the rest of the loop
    const dead = DEAD
    const advance = ADVANCE
    for (let entry = 0; entry < batch.length; entry++) {
      actions[entry] = status[entry] === dead ? 0 : advance
      ordinals[entry] = firstOrdinal + entry
    }
  }

  /** Ends a batch: hands out what was filled. */
  end(batch: DecodedBatch): void {
    const { keyColumn } = this.plan
    const key = keyColumn === null ? null : batch.columns[keyColumn]
    if (key?.kind === 'text') {
      this.keyBytes = key.bytes
      this.keyStarts = key.starts as Int32Array
      this.keyEnds = key.ends as Int32Array
    } else this.keyBytes = this.keys.bytes
    for (const [index, plan] of this.plan.columns.entries()) {
      const own = this.own[index]
      if (own !== null) this.columns[index] = own.column
      else if (plan.from === 'batch') this.columns[index] = batchColumn(batch, plan.source)
    }
  }

  /** Exploding: an event (or tick) begins. */
  open(): void {
    this.eventStart = this.length
  }

  /** Exploding: room for an entry of the event; its index. */
  push(entry: number): number {
    if (this.length === this.capacity) this.grow(this.capacity * 2)
    const at = this.length++
    this.actions[at] = ADD
    this.times[at] = this.batch === null ? Number.NaN : this.batch.times[entry]
    this.ordinals[at] = this.firstOrdinal + entry
    this.entryOf[at] = entry
    return at
  }

  /** Exploding: what the event added is taken back. */
  rollback(): void {
    this.length = this.eventStart
  }

  /** Exploding: the event's last entry advances, or one without key that only advances. */
  close(entry: number): void {
    if (this.length > this.eventStart) {
      this.actions[this.length - 1] |= ADVANCE
      return
    }
    const at = this.push(entry)
    this.actions[at] = ADVANCE
    this.keyStarts[at] = 0
    this.keyEnds[at] = 0
    for (const own of this.own) own?.put(at, null)
  }

  private grow(capacity: number): void {
    this.capacity = capacity
    this.actions = copied(this.actions, new Uint8Array(capacity))
    if (!this.plan.oneToOne) this.times = copied(this.times, new Float64Array(capacity))
    this.ordinals = copied(this.ordinals, new Float64Array(capacity))
    if (this.plan.keyColumn === null) {
      this.keyStarts = copied(this.keyStarts, new Int32Array(capacity))
      this.keyEnds = copied(this.keyEnds, new Int32Array(capacity))
    }
    const identity = this.plan.oneToOne
    const previous = this.entryOf
    this.entryOf = Int32Array.from({ length: capacity }, (_, entry) => (identity || entry >= previous.length ? entry : previous[entry]))
    this.own = this.own.map(own => own?.grown(capacity) ?? null)
  }
}

function copied<A extends Uint8Array | Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from)
  return to
}

function batchColumn(batch: DecodedBatch, source: SourceColumn): ValueColumn {
  const column = batch.columns[source.index]
  if (column.kind === 'number') return column
  if (column.kind === 'value') return { kind: 'object', values: column.values }
  throw new TypeError(`column ${source.index} is a text, which has no values`)
}
