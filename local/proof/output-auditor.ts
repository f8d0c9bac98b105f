import type { Field, Output, RecordValue } from '../../pipeline'
import { rowToJson } from '../../runtime'
import { sameRow } from '../tables'
import type { ExpectedRow } from './expected'

/** How far a partition, or a merge partition, is behind its last checkpoint. */
export interface PartitionProgress {
  readonly ordinal: number
  /** +Infinity at the end. */
  readonly watermark: number
}

interface Entry extends ExpectedRow {
  found: boolean
}

/** Compares the rows of one table with those of the undisturbed run, as they appear. */
export class OutputAuditor {
  /** Rows of the undisturbed run that are in the table. */
  found = 0
  doubled = 0
  different = 0
  private readonly entries = new Map<string, Entry[]>()
  /** Rows of windows are found by window and key, and then compared; events are their own key. */
  private readonly keyColumns: readonly Field[]
  /** Rows that were not found yet, in the order in which they are due. */
  private missing: Entry[]

  constructor(
    private readonly output: Output,
    readonly expected: readonly ExpectedRow[],
  ) {
    const { windowed, columns } = output
    this.keyColumns = windowed === null ? columns : columns.slice(0, 2 + windowed.keys.length)
    this.missing = expected.map(row => ({ ...row, found: false }))
    for (const entry of this.missing) {
      const key = this.keyOf(entry.values)
      const others = this.entries.get(key)
      if (others === undefined) this.entries.set(key, [entry])
      else others.push(entry)
    }
  }

  /** A row that is in the table. */
  take(row: RecordValue): void {
    const candidates = this.entries.get(this.keyOf(row))?.filter(candidate => sameRow(this.output.columns, candidate.values, row)) ?? []
    const entry = candidates.find(candidate => !candidate.found)
    if (entry) {
      entry.found = true
      this.found++
    } else if (candidates.length > 0) this.doubled++
    else this.different++
  }

  /**
   * Rows that a checkpoint promises and that aren't in the table. Rows are stored before the checkpoint: so the progress must have been heard of before
   * the table was read.
   */
  lost(progress: ReadonlyMap<string, PartitionProgress>): number {
    this.missing = this.missing.filter(entry => !entry.found)
    return this.missing.reduce((count, entry) => count + (this.isDue(entry, progress.get(entry.partition)) ? 1 : 0), 0)
  }

  private isDue(row: ExpectedRow, progress: PartitionProgress | undefined): boolean {
    if (progress === undefined) return false
    if (this.output.windowed === null) return progress.ordinal >= row.cause
    return progress.watermark >= Number(row.values['windowEnd'])
  }

  private keyOf(row: RecordValue): string {
    return rowToJson(row, this.keyColumns)
  }
}
