import type { StatePart } from '../checkpoint'
import type { Position, RecordBatch } from '../records'
import type { ShuffleMessage } from '../shuffle'
import type { Effects } from './effects'

/** What a processor does with records, apart from the protocol of checkpoints and ports. Synchronous; dropped after any failure. */
export interface Stage {
  /** What belongs into a checkpoint. */
  readonly parts: readonly StatePart[]
  /** Event-time progress, epoch ms; −Infinity before the first event, +Infinity after the end. */
  readonly watermark: number
  /** Open (key, window) pairs and bytes of all operators. */
  readonly open: number
  readonly stateBytes: number
  /** Applies records `from` to `to` (exclusive); the first has ordinal `firstOrdinal`, each next one more. */
  apply(records: RecordBatch, from: number, to: number, firstOrdinal: number, effects: Effects): void
  /** The end of a bounded input, with an ordinal of its own. */
  finish(cause: number, lastPosition: Position | null, effects: Effects): void
  /** The end of a log with whose state others go on, with an ordinal of its own. */
  handOver(cause: number, lastPosition: Position | null, successors: readonly number[], effects: Effects): void
  /** Called once after a batch's records and before its effects are given to the ports. */
  seal(throughCause: number): void
  /** What is to be sent once the checkpoint has it; given once. */
  takeMessages(): readonly ShuffleMessage[]
}
