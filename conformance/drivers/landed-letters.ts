import type { EngineRow } from '../case'
import { type RejectedRecord, reasonOf } from '../rejected'

/** Names of the columns of a table where records land. */
export interface Landing {
  readonly payload: string
  readonly partition: string
  readonly offset: string
  readonly arrival: string
}

/** A row of the view of dead letters: the landing table's columns, and the reason. */
export function landedLetter(row: EngineRow, { payload, partition, offset, arrival }: Landing): RejectedRecord {
  const own = [payload, partition, offset, arrival]
  const reason = Object.keys(row).find(name => !own.includes(name)) ?? ''
  return {
    output: null,
    reason: reasonOf(String(row[reason])),
    partition: Number(row[partition]),
    index: Number(row[offset]),
    record: String(row[payload]),
  }
}
