import type { Expression, NamedExpression, Output, Windowed } from '../../pipeline'
import type { SqlAggregate } from '../sql/aggregate'
import { writeExpression, written } from '../sql/expression'
import { guardOf } from '../sql/guard'
import { backQuoted } from '../sql/quote'
import { type CommonTable, type SelectColumn, selectText } from '../sql/select'
import type { EventRelation } from '../sql/steps'
import { floorTo } from '../sql/time'
import { FLINK } from './dialect'
import { interval } from './interval'
import { inTime, isClosed, type Lateness } from './lateness'
import type { JobNames } from './names'
import { epochMs } from './time-text'

export type WindowedOutput = Output & { readonly windowed: Windowed }

export interface WrittenWindows {
  readonly views: readonly CommonTable[]
  /** Unquoted name of the view whose columns are the output's. */
  readonly rows: string
  /** Conditions on the events that make one late, or have a null key; they hold for events that do not fail. */
  readonly late: string
  readonly nullKey: string | undefined
  readonly guards: readonly string[]
}

/** Names that the window functions add. */
const RESERVED: readonly string[] = ['window_start', 'window_end', 'window_time']

/** A windowed output as views: keys and inputs of the aggregates, then the rows. */
export function writeWindows(output: WindowedOutput, events: EventRelation, names: JobNames, lateness: Lateness): WrittenWindows {
  const { windowed } = output
  const { window, aggregates } = windowed
  const { system } = names
  const time = backQuoted(system.engineTime)
  const timeMs = backQuoted(system.time)
  const write = (expression: Expression) => writeExpression(FLINK, expression, backQuoted)
  const inputs: readonly NamedExpression[] = aggregates.flatMap(({ name, aggregate }) =>
    aggregate.input === null ? [] : [{ name, expression: aggregate.input }],
  )
  const columnNames = uniqueNames([...windowed.keys, ...inputs], system)
  const column = (name: string) => backQuoted(columnNames.get(name) ?? name)
  const guards = unique(
    [...windowed.keys, ...inputs].map(({ expression }) => guardOf(FLINK, expression, backQuoted)).filter(guard => guard !== undefined),
  )
  const nullable = windowed.keys.filter(({ expression }) => expression.nullable).map(({ expression }) => write(expression))
  const isJudged = window.kind !== 'session'
  const watermark = backQuoted(system.engineWatermark)
  const placed = names.free(`${output.name}_placed`)
  const carried = events.carried.filter(name => name !== system.engineWatermark)
  const placedView: CommonTable = {
    name: backQuoted(placed),
    comment: window.kind === 'session' ? 'Events that are not late, with their keys' : 'Keys, and what is aggregated',
    select: selectText({
      columns: [
        ...[...windowed.keys, ...inputs].map(({ name, expression }) => aliased(write(expression), column(name))),
        ...carried.map(name => ({ text: backQuoted(name) })),
        ...(isJudged ? [{ text: `CAST(CURRENT_WATERMARK(${time}) AS TIMESTAMP(3))`, alias: watermark }] : []),
      ],
      from: backQuoted(events.name),
      where: unique([
        ...guards,
        ...nullable.map(key => `(${key} IS NOT NULL)`),
        ...(window.kind === 'session' ? [inTime(time, lateness)] : []),
      ]),
    }),
  }
  const keys = windowed.keys.map(({ name }) => column(name))
  const rows = names.free(`${output.name}_windows`)
  const sql = aggregates.map(({ name, aggregate, type }) => {
    const rule = written(FLINK.aggregates[aggregate.aggregate])
    const input = aggregate.input === null ? '*' : column(name)
    const text = rule.write({
      aggregate,
      input,
      inputType: aggregate.input?.type ?? type,
      type,
      order: [timeMs, backQuoted(system.partition), backQuoted(system.offset)],
    } satisfies SqlAggregate)
    return { text, alias: backQuoted(name), guard: rule.partial ? `(${text} IS NOT NULL OR COUNT(${input}) = 0)` : undefined }
  })
  const [start, end] =
    window.kind === 'session'
      ? [`MIN(${timeMs})`, `MAX(${timeMs}) + ${window.gapMs}`]
      : [shifted('window_start', lateness), shifted('window_end', lateness)]
  const windowsView: CommonTable = {
    name: backQuoted(rows),
    ...(isJudged ? { comment: 'An event is left out of the windows that were closed when it came' } : {}),
    select: selectText({
      columns: [
        { text: start, alias: backQuoted('windowStart') },
        { text: end, alias: backQuoted('windowEnd') },
        ...windowed.keys.map(({ name }) => aliased(column(name), backQuoted(name))),
        ...sql.map(({ text, alias }) => ({ text, alias })),
      ],
      from: `TABLE(${windowFunction(output, placed, keys, time)})`,
      ...(isJudged ? { where: [`${watermark} IS NULL OR window_end > ${watermark} + ${interval(lateness.extraMs)}`] } : {}),
      groupBy: [...keys, 'window_start', 'window_end'],
      having: unique(sql.map(({ guard }) => guard).filter(guard => guard !== undefined)),
    }),
  }
  const views = [placedView, windowsView]
  return {
    views: windowed.having === null ? views : [...views, havingView(output, windowed.having, rows, names)],
    rows: windowed.having === null ? rows : `${output.name}_kept`,
    late: lateCondition(output, timeMs, time, lateness),
    nullKey: nullKeyCondition(output, nullable, timeMs),
    guards,
  }
}

function windowFunction({ windowed: { window } }: WindowedOutput, table: string, keys: readonly string[], time: string): string {
  const partition = window.kind === 'session' && keys.length > 0 ? ` PARTITION BY ${keys.join(', ')}` : ''
  const input = `TABLE ${backQuoted(table)}${partition}, DESCRIPTOR(${time})`
  switch (window.kind) {
    case 'tumbling':
      return `TUMBLE(${input}, ${interval(window.sizeMs)})`
    case 'hopping':
      return `HOP(${input}, ${interval(window.hopMs)}, ${interval(window.sizeMs)})`
    case 'session':
      // Flink's sessions take an event exactly the gap later; the law's do not.
      return `SESSION(${input}, ${interval(window.gapMs - 1)})`
  }
}

/** Epoch ms of a bound. */
function shifted(bound: string, { shiftMs }: Lateness): string {
  return shiftMs === 0 ? epochMs(bound) : `${epochMs(bound)} + ${shiftMs}`
}

function havingView({ name, columns }: WindowedOutput, having: Expression, rows: string, names: JobNames): CommonTable {
  const guard = guardOf(FLINK, having, backQuoted)
  return {
    name: backQuoted(names.free(`${name}_kept`)),
    select: selectText({
      columns: columns.map(column => ({ text: backQuoted(column.name) })),
      from: backQuoted(rows),
      where: [...(guard === undefined ? [] : [guard]), writeExpression(FLINK, having, backQuoted)],
    }),
  }
}

/** Flink finds no plan for IS NULL of an exploded element, unless the condition reads the event, too: its time is never null. */
function nullKeyCondition({ steps }: WindowedOutput, nullable: readonly string[], timeMs: string): string | undefined {
  if (nullable.length === 0) return undefined
  const condition = nullable.map(key => `${key} IS NULL`).join(' OR ')
  return steps.some(({ step }) => step === 'explode') ? `${condition} OR ${timeMs} IS NULL` : condition
}

/** An event that no window takes: its last window is closed; or, of sessions, it is behind the watermark. */
function lateCondition({ windowed: { window } }: WindowedOutput, timeMs: string, time: string, lateness: Lateness): string {
  if (window.kind === 'session') return `NOT ${inTime(time, lateness)}`
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  return isClosed(time, `${floorTo(timeMs, hopMs, window.offsetMs)} + ${window.sizeMs}`, lateness)
}

/** Columns called like those that the window function adds, or that are carried along, get another name between the two views. */
function uniqueNames(columns: readonly NamedExpression[], system: JobNames['system']): ReadonlyMap<string, string> {
  const all = new Set([...columns.map(({ name }) => name), ...RESERVED, ...Object.values(system)])
  const renamed = columns.filter(({ name }) => RESERVED.includes(name))
  return new Map(
    renamed.map(({ name }) => {
      let free = `${name}_`
      while (all.has(free)) free += '_'
      all.add(free)
      return [name, free]
    }),
  )
}

function aliased(text: string, alias: string): SelectColumn {
  return text === alias ? { text } : { text, alias }
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
