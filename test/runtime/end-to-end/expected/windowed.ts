import type { Field, Output, Source, Value, Windowed } from '../../../../pipeline'
import { type ExpectedValue, type OracleEntry, type OracleLog, type OracleRow, oraclePartition, oracleRows } from '../../../oracle'
import type { Entry } from '../generate/logs'
import { evaluate } from '../interpreter/evaluate'
import { Failure, type Held, toHeld } from '../interpreter/held'
import { attempt, contribution } from './contribution'
import { specificationOf } from './specification'
import type { ExpectedLetter, ExpectedOutput, ExpectedRow, FailedRow } from './types'

const exact = (value: number | OracleRow['key'][number]): ExpectedValue => ({ kind: 'exact', value })

/** Back to what the interpreter takes; of a double sum it is known that it is not null, and of a list or record too. */
function heldOf(value: ExpectedValue, { type }: Field): Held {
  if (value.kind !== 'exact') return 0
  return type.kind === 'list' || type.kind === 'record' ? String(value.value) : toHeld(value.value as Value, type)
}

/** A row, its failure, or null where `having` drops it. */
export function finished(
  row: OracleRow,
  cause: number | null,
  { having }: Windowed,
  columns: readonly Field[],
): ExpectedRow | FailedRow | null {
  if (row.values.some(({ kind }) => kind === 'overflow')) return { cause, code: 'aggregate-error' }
  const values = [exact(row.start), exact(row.end), ...row.key.map(exact), ...row.values]
  if (having === null) return { cause, values }
  const record = Object.fromEntries(columns.map((column, index) => [column.name, heldOf(values[index], column)]))
  const decision = attempt(() => evaluate(having, record) === true)
  if (decision instanceof Failure) return { cause, code: 'expression-error' }
  return decision ? { cause, values } : null
}

/** What one log contributes: every good record and tick is an entry, since all of them move the watermark. */
export function judge(
  log: readonly Entry[],
  output: Output,
  windowed: Windowed,
): { readonly log: OracleLog; readonly letters: readonly ExpectedLetter[] } {
  const letters: ExpectedLetter[] = []
  const entries = log.flatMap(({ code, event, time }, index): readonly OracleEntry[] => {
    if (code !== null) return []
    const cause = index + 1
    if (event === null) return [{ ordinal: cause, time, rows: [] }]
    const { rows, code: problem } = contribution(event, output, windowed)
    if (problem !== null) letters.push({ cause, output: output.name, code: problem })
    return [{ ordinal: cause, time, rows }]
  })
  return { log: { entries, endCause: log.length + 1 }, letters }
}

/** What an output with windows gives for the logs of all partitions. */
export function expectedWindows(
  logs: readonly (readonly Entry[])[],
  { maxDelayMs }: Source,
  output: Output,
  windowed: Windowed,
): ExpectedOutput {
  const judged = logs.map(log => judge(log, output, windowed))
  const aggregates = windowed.aggregates.map(({ aggregate }, index) => specificationOf(aggregate, index))
  const definition = { window: windowed.window, aggregates, maxDelayMs }
  const single = logs.length === 1 ? oraclePartition(judged[0].log, definition) : null
  const several = oracleRows(
    judged.map(({ log }) => log),
    definition,
  )
  const rows = single === null ? several.rows.map(row => ({ row, cause: null })) : single.rows.map(row => ({ row, cause: row.cause }))
  const given = rows.flatMap(({ row, cause }) => finished(row, cause, windowed, output.columns) ?? [])
  return {
    rows: [given.filter(row => 'values' in row)],
    failedRows: given.filter(row => 'code' in row),
    // The elements of an exploded event are of one time: all of them are late, or none.
    late: several.late.map(late => late.filter(({ row }) => row === 0).map(({ ordinal, watermark }) => ({ cause: ordinal, watermark }))),
    letters: judged.map(({ letters }) => letters),
  }
}
