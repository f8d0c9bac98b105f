import type { Expression, Output, Windowed } from '../../pipeline'
import type { SqlAggregate } from '../sql/aggregate'
import { DerivedColumns, filtered, numbered } from '../sql/derived'
import { written } from '../sql/expression'
import { inputsOf, notNull, writeInputs } from '../sql/inputs'
import { backQuoted } from '../sql/quote'
import { type CommonTable, type SelectColumn, selectText } from '../sql/select'
import type { EventRelation } from '../sql/steps'
import { floorTo } from '../sql/time'
import { FLINK } from './dialect'
import { interval } from './interval'
import { inTime, isClosed, type Lateness } from './lateness'
import type { JobNames } from './names'
import { BOUNDS, isRanked, joinedView, rankedViews } from './ranked'
import { epochMs } from './time-text'

export type WindowedOutput = Output & { readonly windowed: Windowed }

export interface WrittenWindows {
  readonly views: readonly CommonTable[]
  /** Unquoted name of the relation of the events that the conditions are on. */
  readonly events: string
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
  const columnNames = uniqueNames([...windowed.keys, ...aggregates], system)
  const nameOf = (name: string) => columnNames.get(name) ?? name
  const column = (name: string) => backQuoted(nameOf(name))
  const watermark = backQuoted(system.engineWatermark)
  const nextName = freeNames(`${output.name}_derived`, names)
  const derived = new DerivedColumns(FLINK, {
    from: events.name,
    columns: [...events.fields.map(({ name }) => name), ...events.carried],
    aliases: [...inputsOf(windowed).map(({ name }) => nameOf(name)), system.engineWatermark],
  })
  const inputs = writeInputs(derived, windowed, backQuoted, nameOf)
  const isJudged = window.kind !== 'session'
  const placed = names.free(`${output.name}_placed`)
  const carried = events.carried.filter(name => name !== system.engineWatermark)
  const {
    tables,
    select,
    from: placedFrom,
  } = derived.finish(
    {
      columns: [
        ...inputs.columns,
        ...carried.map(name => ({ text: backQuoted(name) })),
        ...(isJudged ? [{ text: `CAST(CURRENT_WATERMARK(${time}) AS TIMESTAMP(3))`, alias: watermark }] : []),
      ],
      where: [...inputs.guards, ...notNull(inputs.nullable), ...(window.kind === 'session' ? [inTime(time, lateness)] : [])],
    },
    nextName,
  )
  const placedView: CommonTable = {
    name: backQuoted(placed),
    comment: window.kind === 'session' ? 'Events that are not late, with their keys' : 'Keys, and what is aggregated',
    select: selectText(select),
  }
  const keys = windowed.keys.map(({ name }) => column(name))
  // An event is left out of the windows that were closed when it came.
  const open = isJudged ? [`${watermark} IS NULL OR window_end > ${watermark} + ${interval(lateness.extraMs)}`] : []
  const hasLists = aggregates.some(isRanked)
  const sessions = window.kind === 'session' && hasLists ? names.free(`${output.name}_sessions`) : undefined
  const windows =
    sessions === undefined
      ? windowFunction(output, placed, keys, time)
      : `TUMBLE(TABLE ${backQuoted(sessions)}, DESCRIPTOR(${time}), ${interval(1)})`
  const from = `TABLE(${windows})`
  const lists = aggregates.filter(isRanked).map(({ name, aggregate, type }) => {
    const free = (suffix: string) => names.free(`${output.name}_${name}_${suffix}`)
    const views = { counts: free('counts'), ranked: free('ranked'), lists: free('lists') }
    const value = column(name)
    const [count, rank] = [system.count, system.rank].map(backQuoted)
    return { name, views: rankedViews({ names: views, from, where: open, keys, value, count, rank, aggregate, type }) }
  })
  // Between views that know windows, columns can't be called like a window's bounds.
  const named = hasLists ? column : backQuoted
  const rows = names.free(`${output.name}_windows`)
  const sql = aggregates
    .filter(aggregate => !isRanked(aggregate))
    .map(({ name, aggregate, type }) => {
      const rule = written(FLINK.aggregates[aggregate.aggregate])
      const input = aggregate.input === null ? '*' : column(name)
      const text = rule.write({
        aggregate,
        input,
        inputType: aggregate.input?.type ?? type,
        type,
        order: [timeMs, backQuoted(system.partition), backQuoted(system.offset)],
      } satisfies SqlAggregate)
      return { text, alias: named(name), guard: rule.partial ? `(${text} IS NOT NULL OR COUNT(${input}) = 0)` : undefined }
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
        ...(hasLists ? BOUNDS.map(text => ({ text })) : []),
        ...windowed.keys.map(({ name }) => aliased(column(name), named(name))),
        ...sql.map(({ text, alias }) => ({ text, alias })),
      ],
      from,
      where: open,
      groupBy: [...keys, 'window_start', 'window_end'],
      having: unique(sql.map(({ guard }) => guard).filter(guard => guard !== undefined)),
    }),
  }
  const listed = hasLists ? names.free(`${output.name}_listed`) : undefined
  const views = [...tables, placedView]
  if (sessions !== undefined)
    views.push({
      name: backQuoted(sessions),
      comment:
        'Events when their session ends, with its last millisecond as their time: a window of 1 ms, whose values any key counts. The condition is always true; it keeps the planner from merging the two windows',
      select: selectText({
        columns: [
          ...inputsOf(windowed).map(({ name }) => ({ text: column(name) })),
          ...carried.map(name => (name === system.engineTime ? { text: 'window_time', alias: time } : { text: backQuoted(name) })),
        ],
        from: `TABLE(${windowFunction(output, placed, keys, time)})`,
        // PullUpWindowTableFunctionIntoWindowAggregateRule looks at the second function's place alone: Flink 2.1.1 fails there.
        where: ['window_end > window_start'],
      }),
    })
  views.push(...lists.flatMap(list => list.views), windowsView)
  if (listed !== undefined) views.push(joinedView(listed, rows, lists, keys, output.columns, column))
  const all = listed ?? rows
  const kept = windowed.having === null ? [] : keptViews(output, windowed.having, all, names, nextName)
  return {
    views: [...views, ...kept],
    events: placedFrom,
    rows: windowed.having === null ? all : `${output.name}_kept`,
    late: lateCondition(output, timeMs, time, lateness),
    nullKey: nullKeyCondition(
      output,
      inputs.nullable.map(text => derived.resolve(text)),
      timeMs,
    ),
    guards: inputs.guards.map(guard => derived.resolve(guard)),
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

function keptViews(
  { name, columns }: WindowedOutput,
  having: Expression,
  rows: string,
  names: JobNames,
  nextName: () => string,
): readonly CommonTable[] {
  const all = columns.map(column => column.name)
  const kept = all.map(column => ({ text: backQuoted(column) }))
  const { tables, select } = filtered(FLINK, having, { from: rows, columns: all, aliases: all }, kept, nextName)
  return [...tables, { name: backQuoted(names.free(`${name}_kept`)), select: selectText(select) }]
}

function freeNames(wanted: string, names: JobNames): () => string {
  const next = numbered(wanted)
  return () => names.free(next())
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
function uniqueNames(columns: readonly { readonly name: string }[], system: JobNames['system']): ReadonlyMap<string, string> {
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
