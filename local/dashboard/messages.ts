/**
 * What the page is told, as server-sent events. Numbers that may be infinite or unknown are null; times are epoch milliseconds.
 */

/** Sent once to every page that connects. */
export interface HelloMessage {
  readonly name: string
  readonly source: string
  /** The definition in plain words. */
  readonly description: string
  /** How late an event may come, in words. */
  readonly maxDelay: string
  readonly partitionKey: string | null
  /** Events in the file that is replayed. */
  readonly totalEvents: number
  readonly partitions: number
  /** Event time that passes in a second of replay, as a factor; null: as fast as possible. */
  readonly speed: number | null
  readonly tableDirectory: string
  readonly outputs: readonly OutputDescription[]
}

export interface OutputDescription {
  readonly name: string
  readonly columns: readonly string[]
  /** By column: whether it holds times (epoch milliseconds). */
  readonly timeColumn: readonly boolean[]
  /** By column: whether it holds numbers. */
  readonly numeric: readonly boolean[]
  /** Null: the output holds events. */
  readonly window: string | null
  readonly keys: readonly string[]
  /** Numeric aggregates, which the chart can show. */
  readonly measures: readonly string[]
  /** Rows of a key are far apart (sessions): the chart shows points. */
  readonly sparse: boolean
  readonly steps: readonly StepDescription[]
}

export interface StepDescription {
  readonly kind: string
  readonly text: string
}

export type Phase = 'running' | 'finished' | 'failed'

/** Sent four times a second. */
export interface TickMessage {
  readonly phase: Phase
  readonly problem: string | null
  readonly elapsedMs: number
  /** The event time that the replay has reached. */
  readonly replayTime: number | null
  readonly worker: WorkerStatus
  readonly eventsPerSecond: number
  readonly partitions: readonly PartitionStatus[]
  readonly outputs: readonly OutputStatus[]
  readonly proof: ProofCounters
}

export interface WorkerStatus {
  readonly state: 'starting' | 'running' | 'down' | 'done'
  readonly processId: number | null
  readonly crashes: number
}

export interface PartitionStatus {
  /** Records in the log. */
  readonly written: number
  /** Records in the last durable checkpoint. */
  readonly committed: number
  readonly watermark: number | null
  readonly openWindows: number
  /** Whether the end of the log was processed: the watermark is +Infinity. */
  readonly ended: boolean
}

export interface OutputStatus {
  readonly name: string
  readonly openWindows: number
  readonly rows: number
  readonly expectedRows: number
  readonly late: number
  /** Of its Delta table. */
  readonly version: number
  readonly files: number
}

/**
 * What the worker stored, against an undisturbed run of the same events. That run is the same code, in this process and in memory: so the counters show that
 * crashes and storage change nothing, not that the rows are right. What is stored is read from the tables and files themselves; how far the worker
 * is (accounted events, and which missing rows are lost rather than not due yet) is what it says after its commits. Late events and dead letters are only
 * counted, once the worker says that there are new ones.
 */
export interface ProofCounters {
  /** Events that the replay has written. */
  readonly eventsInLog: number
  /** Events behind a durable checkpoint, as the worker says. */
  readonly eventsAccounted: number
  /** Rows that the undisturbed run gave. */
  readonly rowsExpected: number
  /** Of these, found in the tables. */
  readonly rowsFound: number
  /** Rows of the undisturbed run that aren't in the tables, though the worker says that it is beyond them. */
  readonly lost: number
  /** Rows in the tables that equal one of the undisturbed run, beyond as many as it gave. */
  readonly doubled: number
  /** Rows in the tables that equal none of the undisturbed run; doubles are equal to a relative 1e-9, all else exactly. */
  readonly different: number
  /** Late events in the files so far. */
  readonly late: number
  readonly lateExpected: number
  /** Dead letters in the files so far. */
  readonly deadLetters: number
  readonly deadLettersExpected: number
}

/** A row as JSON, in the order of its output's columns. */
export type RowValues = readonly unknown[]

export interface RowsMessage {
  readonly output: string
  readonly rows: readonly RowValues[]
}

export interface VersionMessage {
  readonly output: string
  readonly version: number
  readonly rows: number
  readonly files: number
  readonly bytes: number
  readonly at: number
}

export interface LateMessage {
  readonly kind: 'late'
  readonly output: string
  readonly partition: string
  readonly position: string
  readonly eventTime: number
  readonly watermark: number
  readonly record: string
}

export interface DeadLetterMessage {
  readonly kind: 'dead-letter'
  readonly partition: string
  readonly position: string
  readonly code: string
  readonly path: string
  readonly message: string
  readonly record: string
}

export interface SideMessage {
  readonly items: readonly (LateMessage | DeadLetterMessage)[]
}

export interface CrashMessage {
  readonly elapsedMs: number
  readonly processId: number
  /** Records that were in the log and not yet behind a checkpoint. */
  readonly inFlight: number
}

/** What the throughput chart shows of the past; by sample. */
export interface HistoryMessage {
  readonly elapsedMs: readonly number[]
  readonly eventsPerSecond: readonly number[]
  readonly waiting: readonly number[]
}

export interface Messages {
  readonly hello: HelloMessage
  readonly history: HistoryMessage
  readonly tick: TickMessage
  readonly rows: RowsMessage
  readonly version: VersionMessage
  readonly side: SideMessage
  readonly crash: CrashMessage
}
