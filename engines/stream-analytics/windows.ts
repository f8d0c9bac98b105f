import type { Expression, Output, Windowed } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import { DerivedColumns, numbered } from '../sql/derived'
import { written } from '../sql/expression'
import { inputsOf, notNull, writeInputs } from '../sql/inputs'
import { type CommonTable, selectText } from '../sql/select'
import type { EventRelation } from '../sql/steps'
import { STREAM_ANALYTICS } from './dialect'
import { durationArguments } from './duration'
import { bracketed } from './quote'
import { epochOf } from './time-functions'

/** The greatest that Stream Analytics takes; a session is cut at a multiple of it, once it is as long. */
export const MAX_DURATION_MS = 7 * 86_400_000

/**
 * The steps that give the rows of windows: `name_keyed` where a key or an input is more than a field, and `name_rows`.
 *
 * A window of Stream Analytics holds its end and not its begin, and System.Timestamp() is the end. `Offset(millisecond, -1)` shifts it so that it holds the begin
 * instead; the end is then a millisecond later than System.Timestamp().
 */
export function windowTables(
  output: Output & { readonly windowed: Windowed },
  events: EventRelation,
  time: string,
): readonly CommonTable[] {
  const { keys, window, aggregates } = output.windowed
  const named = inputsOf(output.windowed)
  const isPlain = named.every(({ expression }) => expression.node === 'field' && expression.path.length === 1)
  const derived = new DerivedColumns(STREAM_ANALYTICS, {
    from: events.name,
    columns: [...events.fields.map(({ name }) => name), ...events.carried],
    aliases: named.map(({ name }) => name),
  })
  const inputs = writeInputs(derived, output.windowed, bracketed)
  const known = notNull(inputs.nullable)
  const tables: CommonTable[] = []
  let from = events.name
  if (!isPlain) {
    from = `${output.name}_keyed`
    const columns = [...inputs.columns, ...events.carried.map(name => ({ text: bracketed(name) }))]
    const keyed = derived.finish({ columns, where: [...inputs.guards, ...known] }, numbered(`${output.name}_derived`))
    tables.push(...keyed.tables, { name: bracketed(from), select: selectText(keyed.select) })
  }
  const at = (name: string, expression: Expression) =>
    isPlain && expression.node === 'field' ? bracketed(expression.path[0]) : bracketed(name)
  const grouped = keys.map(({ name, expression }) => at(name, expression))
  const columns = [
    ...boundsOf(window, time),
    ...keys.map(({ name, expression }) => column(at(name, expression), name)),
    ...aggregates.map(({ name, aggregate, type }) => {
      const { input } = aggregate
      const text = input === null ? '*' : at(name, input)
      return {
        text: written(STREAM_ANALYTICS.aggregates[aggregate.aggregate]).write({
          aggregate,
          input: text,
          inputType: input?.type ?? type,
          type,
          order: [],
        }),
        alias: bracketed(name),
      }
    }),
  ]
  tables.push({
    name: bracketed(`${output.name}_rows`),
    select: selectText({
      columns,
      from: bracketed(from),
      where: isPlain ? known : [],
      groupBy: [...grouped, windowText(window, grouped)],
    }),
  })
  return tables
}

function column(text: string, name: string) {
  return text === bracketed(name) ? { text } : { text, alias: bracketed(name) }
}

function boundsOf(window: WindowSpecification, time: string) {
  const [start, end] = ['windowStart', 'windowEnd'].map(bracketed)
  if (window.kind === 'session')
    return [
      { text: `MIN(${bracketed(time)})`, alias: start },
      { text: `MAX(${bracketed(time)}) + ${window.gapMs}`, alias: end },
    ]
  const last = epochOf('System.Timestamp()')
  return [
    { text: `${last} - ${window.sizeMs - 1}`, alias: start },
    { text: `${last} + 1`, alias: end },
  ]
}

function windowText(window: WindowSpecification, keys: readonly string[]): string {
  switch (window.kind) {
    case 'tumbling':
      return `TumblingWindow(Duration(${durationArguments(window.sizeMs)}), ${offset(window.offsetMs)})`
    case 'hopping': {
      const [size, hop] = [window.sizeMs, window.hopMs].map(durationArguments)
      return `HoppingWindow(Duration(${size}), Hop(${hop}), ${offset(window.offsetMs)})`
    }
    case 'session': {
      const over = keys.length === 0 ? '' : ` OVER (PARTITION BY ${keys.join(', ')})`
      return `SessionWindow(Timeout(${durationArguments(window.gapMs)}), MaxDuration(${durationArguments(MAX_DURATION_MS)}))${over}`
    }
  }
}

function offset(offsetMs: number): string {
  return `Offset(millisecond, ${offsetMs - 1})`
}
