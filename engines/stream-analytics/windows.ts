import type { Expression, Output, Windowed } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import { writeExpression, written } from '../sql/expression'
import { guardOf } from '../sql/guard'
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
  const inputs = aggregates.flatMap(({ name, aggregate }) => (aggregate.input === null ? [] : [{ name, expression: aggregate.input }]))
  const named = [...keys, ...inputs]
  const isPlain = named.every(({ expression }) => expression.node === 'field' && expression.path.length === 1)
  const write = (expression: Expression) => writeExpression(STREAM_ANALYTICS, expression, bracketed)
  const notNull = keys.filter(({ expression }) => expression.nullable).map(({ expression }) => `(${write(expression)} IS NOT NULL)`)
  const tables: CommonTable[] = []
  let from = events.name
  if (!isPlain) {
    from = `${output.name}_keyed`
    const guards = named.map(({ expression }) => guardOf(STREAM_ANALYTICS, expression, bracketed)).filter(guard => guard !== undefined)
    const columns = named.map(({ name, expression }) => ({ text: write(expression), alias: bracketed(name) }))
    tables.push({
      name: bracketed(from),
      select: selectText({
        columns: [...columns, ...events.carried.map(name => ({ text: bracketed(name) }))],
        from: bracketed(events.name),
        where: [...new Set([...guards, ...notNull])],
      }),
    })
  }
  const at = (name: string, expression: Expression) => (isPlain ? write(expression) : bracketed(name))
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
      where: isPlain ? notNull : [],
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
