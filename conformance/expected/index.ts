/**
 * What the law gives for a case, rows, late events and dead letters: a naive reading of records, the naive interpreter of expressions and steps, and the oracle of windows. Shares no code with
 * `runtime/` and `windowing/`, nor with any engine.
 */
import type { Output, Source } from '../../pipeline'
import { attempt } from '../../test/runtime/end-to-end/expected/contribution'
import { Failure } from '../../test/runtime/end-to-end/interpreter/held'
import { through } from '../../test/runtime/end-to-end/interpreter/steps'
import type { ConformanceCase } from '../case'
import { type CaseRecord, isTick, textOf } from '../records'
import { judged } from './decode'
import type { ExpectedLetter } from './letters'
import type { ExpectedRow } from './rows'
import { type Entry, type WindowedResult, windowResult } from './windows'

export type { ExpectedLetter } from './letters'
export type { ExpectedCell, ExpectedRow } from './rows'

/** What a case must give. */
export interface Expected {
  /** The rows of each output, in no order that matters. */
  readonly rows: Readonly<Record<string, readonly ExpectedRow[]>>
  readonly late: readonly ExpectedLetter[]
  readonly deadLetters: readonly ExpectedLetter[]
}

/** What moves a partition's watermark, in the order of the log, and the records that don't. */
export function judgedLog(
  records: readonly CaseRecord[],
  partition: number,
  source: Source,
): { readonly entries: readonly Entry[]; readonly letters: readonly ExpectedLetter[] } {
  const entries: Entry[] = []
  const letters: ExpectedLetter[] = []
  for (const [index, record] of records.entries()) {
    const place = { partition, index, record: textOf(record) }
    const found = isTick(record) ? { event: null, time: record.tickMs } : judged(record, source)
    if (typeof found === 'string') letters.push({ output: null, kind: found, timeMs: undefined, ...place })
    else entries.push({ ...found, place: { ...place, timeMs: found.time } })
  }
  return { entries, letters }
}

/** Rows without windows: an event for which anything fails gives none. */
function eventRows(log: readonly Entry[], { name, steps, columns }: Output): Pick<WindowedResult, 'rows' | 'letters'> {
  const rows: ExpectedRow[] = []
  const letters: ExpectedLetter[] = []
  for (const { event, place } of log) {
    const given = event === null ? [] : attempt(() => [...through(event, steps)])
    if (given instanceof Failure) letters.push({ output: name, kind: 'expression-error', ...place })
    else rows.push(...given.map(row => columns.map(column => ({ kind: 'plain', value: row[column.name] }) as const)))
  }
  return { rows, letters }
}

/** By the law; `isOpen`: more records may come, so that windows close by the watermark alone. */
export function expectedOf({ definition, partitions }: Pick<ConformanceCase, 'definition' | 'partitions'>, isOpen = false): Expected {
  const { source, outputs } = definition
  const logs = partitions.map((records, partition) => judgedLog(records, partition, source))
  const entries = logs.map(log => log.entries)
  const results = outputs.map(output => {
    const { name, windowed } = output
    if (windowed !== null) return { name, ...windowResult(entries, source.maxDelayMs, output, windowed, isOpen) }
    return { name, late: [], ...eventRows(entries.flat(), output) }
  })
  return {
    rows: Object.fromEntries(results.map(({ name, rows }) => [name, rows])),
    late: results.flatMap(({ late }) => late),
    deadLetters: [...logs.flatMap(({ letters }) => letters), ...results.flatMap(({ letters }) => letters)],
  }
}
