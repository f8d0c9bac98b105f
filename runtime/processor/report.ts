import type { Position } from '../records'

/** What one output gave in a call. */
export interface OutputReport {
  readonly name: string
  /** Rows given to the sink; of an output in two stages none, since the merge gives them. */
  readonly rows: number
  readonly late: number
}

/** What a call did, for metrics. Rows and letters that a sink had already are counted too. */
export interface BatchReport {
  readonly partition: string
  /** Records that were handed in. */
  readonly records: number
  /** Those of them that were applied; the others were processed before. */
  readonly applied: number
  readonly outputs: readonly OutputReport[]
  readonly deadLetters: number
  /** Of the last processed record, also of an earlier call. */
  readonly position: Position | null
  /** Records and ticks processed so far. */
  readonly ordinal: number
  /** Epoch ms; −Infinity before the first event, +Infinity after the end. */
  readonly watermark: number
  /** Open (key, window) pairs. */
  readonly open: number
  readonly stateBytes: number
  /** Bytes of the checkpoint that this call committed; 0: nothing new. */
  readonly committedBytes: number
  readonly finished: boolean
  /** Others go on from its state. */
  readonly handedOver: boolean
}
