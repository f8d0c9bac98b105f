/**
 * The rows that the law gives for a case: a naive reading of records, the naive interpreter of expressions and steps, and the oracle of windows. Shares no code with
 * `runtime/` and `windowing/`, nor with any engine.
 */
import type { Output, Source } from '../../pipeline'
import { attempt } from '../../test/runtime/end-to-end/expected/contribution'
import { Failure } from '../../test/runtime/end-to-end/interpreter/held'
import { through } from '../../test/runtime/end-to-end/interpreter/steps'
import type { ConformanceCase } from '../case'
import type { CaseRecord } from '../records'
import { decode } from './decode'
import type { ExpectedRow } from './rows'
import { type Entry, windowResult } from './windows'

export type { ExpectedCell, ExpectedRow } from './rows'

/** The good records of a partition. */
export function entriesOf(records: readonly CaseRecord[], source: Source): readonly Entry[] {
  return records.map(record => decode(record, source)).filter(entry => entry !== undefined)
}

/** Rows without windows: an event for which anything fails gives none. */
function eventRows(log: readonly Entry[], { steps, columns }: Output): readonly ExpectedRow[] {
  return log.flatMap(({ event }) => {
    const rows = attempt(() => [...through(event, steps)])
    if (rows instanceof Failure) return []
    return rows.map(row => columns.map(({ name }) => ({ kind: 'plain', value: row[name] }) as const))
  })
}

/** The rows of each output, in no order that matters. */
export function expectedRows({ definition, partitions }: ConformanceCase): Readonly<Record<string, readonly ExpectedRow[]>> {
  const { source, outputs } = definition
  const logs = partitions.map(records => entriesOf(records, source))
  return Object.fromEntries(
    outputs.map(output => [
      output.name,
      output.windowed === null
        ? logs.flatMap(log => eventRows(log, output))
        : windowResult(logs, source.maxDelayMs, output, output.windowed).rows,
    ]),
  )
}
