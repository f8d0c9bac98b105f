import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'

/**
 * What one or several aggregates keep for each slot, a slot being one key in one window. Calls take many slots at once, so that
 * the choice of the accumulator costs nothing per event.
 */
export interface Accumulator {
  /** The start values of its words. */
  readonly initial: readonly number[]
  /** Index of its first word within a slot; set by the layout. */
  offset: number
  /** Adds entries `from` to `to` of the input; `slots[entry]` below zero: not this one. */
  add(input: WindowInput, slots: Int32Array, from: number, to: number): void
  /** Merges slot `sources[i]` into slot `targets[i]`. All that is in a source comes after what is in its target. */
  merge(targets: Int32Array, sources: Int32Array, count: number): void
  /** Forgets what is kept outside of the words. */
  release(slot: number): void
  encode(slot: number, writer: ByteWriter): void
  /** Into a new slot. */
  decode(slot: number, reader: ByteReader): void
  /** Estimated bytes outside of the words. */
  readonly byteLength: number
}
