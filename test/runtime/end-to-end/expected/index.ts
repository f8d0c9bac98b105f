/**
 * What the runtime must give, from the law alone: `interpreter/` evaluates the steps event by event, `test/oracle` the windows. Shares no code with
 * `runtime/` and `windowing/`.
 */
import type { Definition, Output } from '../../../../pipeline'
import type { Entry } from '../generate/logs'
import { Failure } from '../interpreter/held'
import { through } from '../interpreter/steps'
import { attempt, oracleValue } from './contribution'
import type { ExpectedLetter, ExpectedOutput, ExpectedRow } from './types'
import { expectedWindows } from './windowed'

export type * from './types'

/** The rows of an output without windows, and its dead letters. */
function expectedEvents(
  log: readonly Entry[],
  output: Output,
): { readonly rows: readonly ExpectedRow[]; readonly letters: readonly ExpectedLetter[] } {
  const rows: ExpectedRow[] = []
  const letters: ExpectedLetter[] = []
  log.forEach(({ event }, index) => {
    if (event === null) return
    const cause = index + 1
    const events = attempt(() => [...through(event, output.steps)])
    if (events instanceof Failure) letters.push({ cause, output: output.name, code: 'expression-error' })
    else
      for (const row of events)
        rows.push({ cause, values: output.columns.map(({ name }) => ({ kind: 'exact', value: oracleValue(row[name]) })) })
  })
  return { rows, letters }
}

/** What each output of a definition gives for the logs of all partitions. */
export function expectedOutputs(definition: Definition, logs: readonly (readonly Entry[])[]): readonly ExpectedOutput[] {
  return definition.outputs.map((output): ExpectedOutput => {
    if (output.windowed !== null) return expectedWindows(logs, definition.source, output, output.windowed)
    const events = logs.map(log => expectedEvents(log, output))
    return { rows: events.map(({ rows }) => rows), failedRows: [], late: logs.map(() => []), letters: events.map(({ letters }) => letters) }
  })
}
