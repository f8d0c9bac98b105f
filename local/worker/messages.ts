/** What the worker reads when it starts. */
export interface WorkerSettings {
  /** The definition's text form. */
  readonly definition: string
  readonly partitions: number
  /** Time between two rounds; 0: no pause while there is work. */
  readonly roundMs: number
}

/** What the parent says: until then a worker only loads its code, so that a spare one can take over at once. */
export type ParentMessage = 'start'

/** What the worker says, after the commit that it speaks of. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | ProgressMessage
  /** Every record was processed, and all windows are closed. */
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly problem: string }

export interface ProgressMessage {
  readonly kind: 'progress'
  /** The partition, or the merge partition of an output. */
  readonly partition: string
  /** Records that are behind the checkpoint. */
  readonly ordinal: number
  /** Null: −Infinity, or +Infinity where `finished`. */
  readonly watermark: number | null
  readonly finished: boolean
  readonly openWindows: number
  /** Whether this round gave late events or dead letters. */
  readonly side: boolean
}
