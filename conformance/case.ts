import type { BadRecord } from '../engines'
import type { Definition } from '../pipeline'
import type { CaseRecord } from './records'
import type { RejectedRecord } from './rejected'

/** One case: a definition and what happens to it. Expected rows come from the oracle, not from streambed's own runtime. */
export interface ConformanceCase {
  /** Unique, `<topic>/<what>/<condition>`: `tumbling/sum/late`. */
  readonly name: string
  readonly definition: Definition
  /** The log: for each partition its records in log order, text without the newline of a line. At least one partition. */
  readonly partitions: readonly (readonly CaseRecord[])[]
  /** What makes the case hard, so that differences can be declared for all cases of a kind. */
  readonly conditions: readonly Condition[]
  /**
   * Shares of each partition's records, rising: when so many have come, an engine that is run again and again is run. What it has given then must be what the law has closed,
   * and what is closed is never revised.
   */
  readonly rounds?: readonly number[]
  /** The only kind of bad record in the log: what becomes of it must be what the engine declares in its `badRecords`. */
  readonly proves?: BadRecord
}

export type Condition =
  /** Events later than maxDelay. */
  | 'late'
  | 'several-partitions'
  /** Records that don't decode. */
  | 'bad-records'
  /** Null group keys. */
  | 'null-keys'
  /** Expressions that fail for some events. */
  | 'failing-expressions'
  /** A sum or product that leaves int64. */
  | 'overflow'
  /** HyperLogLog, KLL, Space-Saving: compared within their bounds. */
  | 'approximate'
  /** Times before 1970. */
  | 'negative-times'
  /** Double sums whose last bits depend on the order. */
  | 'double-sums'

/** A row as an engine gave it: by column name of the output. Numbers may also be bigints or decimal texts, times epoch ms; see `canonical.ts`. */
export type EngineRow = Readonly<Record<string, unknown>>

/** What an engine gave for one case. */
export type CaseResult =
  | {
      readonly kind: 'rows'
      readonly case: string
      readonly outputs: Readonly<Record<string, readonly EngineRow[]>>
      /** What there was after each of the case's rounds, where the engine is run again and again. */
      readonly rounds?: readonly Readonly<Record<string, readonly EngineRow[]>>[]
      /** Late events, where the artifact writes them. */
      readonly late?: readonly RejectedRecord[]
      /** Dead letters, where the artifact writes them. */
      readonly deadLetters?: readonly RejectedRecord[]
    }
  /** The engine refused the text or failed while it ran. */
  | { readonly kind: 'failed'; readonly case: string; readonly message: string; readonly log?: string }
