import type { Expression, Output, Windowed } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import type { SqlAggregate } from '../sql/aggregate'
import { bare, writeExpression, written } from '../sql/expression'
import { guardOf } from '../sql/guard'
import { type CommonTable, type SelectColumn, selectText } from '../sql/select'
import type { EventRelation } from '../sql/steps'
import type { SystemNames } from '../sql/system-names'
import { SPARK } from './dialect'

export type WindowedOutput = Output & { readonly windowed: Windowed }

/** Columns beside the fields that an output's windows read. */
export function carriedBy({ windowed }: WindowedOutput, names: SystemNames): readonly string[] {
  const ordered = windowed.aggregates.some(({ aggregate }) => aggregate.aggregate === 'first' || aggregate.aggregate === 'last')
  const time = ordered || windowed.window.kind === 'session' ? [names.time] : []
  return [names.engineTime, ...time, names.watermark, ...(ordered ? [names.partition, names.offset] : [])]
}

/**
 * Spark's window() is the law's. Its session_window() joins sessions that touch, and closes one at the watermark that equals its end: with a gap and a delay
 * that are one millisecond off, both are the law's (see `delayOf`).
 */
export function windowColumn(window: WindowSpecification, time: string): string {
  switch (window.kind) {
    case 'tumbling':
    case 'hopping': {
      const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
      const offset = window.offsetMs === 0 ? '' : `, '${window.offsetMs} milliseconds'`
      const hop = window.kind === 'hopping' || offset !== '' ? `, '${hopMs} milliseconds'` : ''
      return `window(${time}, '${window.sizeMs} milliseconds'${hop}${offset})`
    }
    case 'session':
      return `session_window(${time}, '${window.gapMs - 1} milliseconds')`
  }
}

/** The delay of the watermark that an output's windows need. */
export function delayOf({ windowed }: Output, maxDelayMs: number): number {
  return windowed?.window.kind === 'session' ? maxDelayMs + 1 : maxDelayMs
}

/** The relations from the last step's events to the output's rows; the last one has its columns. */
export function windowTables(output: WindowedOutput, events: EventRelation, names: SystemNames): readonly CommonTable[] {
  const placed = placedTable(output, events, names)
  const rows = rowsTable(output, placed.name, names)
  const { having } = output.windowed
  if (having === null) return [placed, rows]
  const guard = guardOf(SPARK, having, SPARK.quoteIdentifier)
  const where = [...(guard === undefined ? [] : [guard]), writeExpression(SPARK, having, SPARK.quoteIdentifier)]
  const columns = output.columns.map(({ name }) => ({ text: SPARK.quoteIdentifier(name) }))
  return [placed, rows, { name: SPARK.quoteIdentifier(`${output.name}_kept`), select: selectText({ columns, from: rows.name, where }) }]
}

/** Each event in its windows, with keys and inputs as columns. */
function placedTable(output: WindowedOutput, events: EventRelation, names: SystemNames): CommonTable {
  const quote = SPARK.quoteIdentifier
  const { keys, aggregates, window } = output.windowed
  const write = (expression: Expression) => writeExpression(SPARK, expression, quote)
  const named: readonly { readonly name: string; readonly expression: Expression }[] = [
    ...keys,
    ...aggregates.flatMap(({ name, aggregate }) => (aggregate.input === null ? [] : [{ name, expression: aggregate.input }])),
  ]
  const guards = named.map(({ expression }) => guardOf(SPARK, expression, quote)).filter(guard => guard !== undefined)
  const notNull = keys.filter(({ expression }) => expression.nullable).map(({ expression }) => `(${write(expression)} IS NOT NULL)`)
  const [engineTime, ...others] = carriedBy(output, names).map(quote)
  const columns: readonly SelectColumn[] = [
    window.kind === 'session' ? { text: engineTime } : { text: windowColumn(window, engineTime), alias: quote('time_window') },
    ...named.map(({ name, expression }) => column(write(expression), quote(name))),
    ...others.map(text => ({ text })),
  ]
  const select = selectText({ columns, from: quote(events.name), where: [...new Set([...guards, ...notNull])] })
  return { name: quote(`${output.name}_placed`), comment: 'Events with their keys', select }
}

/** One row for each key and window. What is late by its own watermark column is left out before. */
function rowsTable(output: WindowedOutput, from: string, names: SystemNames): CommonTable {
  const quote = SPARK.quoteIdentifier
  const { keys, aggregates, window } = output.windowed
  const [time, watermark] = [quote(names.time), quote(names.watermark)]
  const isSession = window.kind === 'session'
  const bounds: readonly SelectColumn[] = isSession
    ? [
        { text: `MIN(${time})`, alias: quote('windowStart') },
        { text: `MAX(${time}) + ${window.gapMs}`, alias: quote('windowEnd') },
      ]
    : ['start', 'end'].map((edge, index) => ({
        text: `unix_millis(${quote('time_window')}.${edge})`,
        alias: quote(['windowStart', 'windowEnd'][index]),
      }))
  const written = aggregates.map(aggregate => aggregateColumn(aggregate, names))
  const columns = [...bounds, ...keys.map(({ name }) => ({ text: quote(name) })), ...written]
  const isOpen = isSession ? `${time} >= ${watermark}` : `unix_millis(${quote('time_window')}.end) > ${watermark}`
  // A session needs a key in Spark: without one all events get the same.
  const session = [windowColumn(window, quote(names.engineTime)), ...(keys.length === 0 ? [`isnull(${quote(names.engineTime)})`] : [])]
  const groupBy = [...(isSession ? session : [quote('time_window')]), ...keys.map(({ name }) => quote(name))]
  const having = written.map(({ guard }) => guard).filter(guard => guard !== undefined)
  const select = selectText({ columns, from, where: [`(${watermark} IS NULL OR ${isOpen})`], groupBy, having })
  return { name: quote(`${output.name}_windows`), select }
}

function aggregateColumn(named: Windowed['aggregates'][number], names: SystemNames): SelectColumn & { readonly guard: string | undefined } {
  const quote = SPARK.quoteIdentifier
  const { aggregate, type, name } = named
  const input = aggregate.input === null ? '*' : quote(name)
  const sql: SqlAggregate = {
    aggregate,
    input,
    inputType: aggregate.input?.type ?? type,
    type,
    order: [names.time, names.partition, names.offset].map(quote),
  }
  const rule = written(SPARK.aggregates[aggregate.aggregate])
  const text = rule.write(sql)
  return { text, alias: quote(name), guard: rule.partial ? `(${text} IS NOT NULL OR COUNT(${input}) = 0)` : undefined }
}

function column(text: string, alias: string): SelectColumn {
  return bare(text) === alias ? { text: alias } : { text, alias }
}
