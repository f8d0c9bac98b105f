import type { Output, Windowed } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import type { SqlAggregate } from '../sql/aggregate'
import { DerivedColumns, filtered, numbered } from '../sql/derived'
import { written } from '../sql/expression'
import { inputsOf, notNull, writeInputs } from '../sql/inputs'
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
function windowColumn(window: WindowSpecification, time: string): string {
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
  const nextName = numbered(`${output.name}_derived`)
  const placed = placedTables(output, events, names, nextName)
  const rows = rowsTable(output, placed[placed.length - 1].name, names)
  const { having } = output.windowed
  if (having === null) return [...placed, rows]
  const columns = output.columns.map(({ name }) => name)
  const kept = columns.map(name => ({ text: SPARK.quoteIdentifier(name) }))
  const relation = { from: windowsName(output), columns, aliases: columns }
  const { tables, select } = filtered(SPARK, having, relation, kept, nextName)
  return [...placed, rows, ...tables, { name: SPARK.quoteIdentifier(`${output.name}_kept`), select: selectText(select) }]
}

const windowsName = ({ name }: Output) => `${name}_windows`

/** Each event in its windows, with keys and inputs as columns. */
function placedTables(output: WindowedOutput, events: EventRelation, names: SystemNames, nextName: () => string): readonly CommonTable[] {
  const quote = SPARK.quoteIdentifier
  const { window } = output.windowed
  const derived = new DerivedColumns(SPARK, {
    from: events.name,
    columns: [...events.fields.map(({ name }) => name), ...events.carried],
    aliases: [...inputsOf(output.windowed).map(({ name }) => name), 'time_window'],
  })
  const inputs = writeInputs(derived, output.windowed, quote)
  const [engineTime, ...others] = carriedBy(output, names).map(quote)
  const columns: readonly SelectColumn[] = [
    window.kind === 'session' ? { text: engineTime } : { text: windowColumn(window, engineTime), alias: quote('time_window') },
    ...inputs.columns,
    ...others.map(text => ({ text })),
  ]
  const { tables, select } = derived.finish({ columns, where: [...inputs.guards, ...notNull(inputs.nullable)] }, nextName)
  return [...tables, { name: quote(`${output.name}_placed`), comment: 'Events with their keys', select: selectText(select) }]
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
  return { name: quote(windowsName(output)), select }
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
