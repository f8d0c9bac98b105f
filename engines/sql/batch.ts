import type { NamedAggregate, Output, Windowed } from '../../pipeline'
import type { AggregateRules, AggregateWriter, SqlAggregate } from './aggregate'
import { DerivedColumns, type DerivedSelect, filtered, numbered } from './derived'
import type { SqlDialect } from './dialect'
import { bare, written } from './expression'
import { inputsOf, notNull, writeInputs } from './inputs'
import { rankedTables } from './ranked'
import { type CommonTable, type Select, type SelectColumn, selectText } from './select'
import type { EventRelation } from './steps'
import type { SystemNames } from './system-names'
import { floorTo } from './time'

/** A dialect that evaluates windows over a table of events, without a watermark of its own. */
export interface BatchDialect extends SqlDialect {
  readonly aggregates: AggregateRules
  /** No aggregate of the engine ranks values: `topK` makes a list of values that were counted and ranked before, as rows. */
  readonly ranksRows?: true
  /** A relation that gives 0 … count − 1 in a column, with its alias: for the windows of a hopping event. */
  numbers(count: number, alias: string, column: string): string
}

export interface WrittenWindows {
  readonly tables: readonly CommonTable[]
  /** Unquoted name of the relation whose columns are the output's. */
  readonly rows: string
}

/**
 * Rewrites windows into grouping: every event that is not late by its own watermark column is placed into its windows by integer arithmetic, sessions by
 * the distance to the event before. `closed` is a condition on the quoted column of the window's end, where not all windows are to close.
 */
export function writeWindows(
  dialect: BatchDialect,
  output: Output & { readonly windowed: Windowed },
  events: EventRelation,
  names: SystemNames,
  closed?: (windowEnd: string) => string,
): WrittenWindows {
  const writer = new WindowWriter(dialect, output, events, names)
  writer.placed()
  if (output.windowed.window.kind === 'session') writer.sessions()
  writer.rows(closed)
  return { tables: writer.tables, rows: writer.last }
}

class WindowWriter {
  readonly tables: CommonTable[] = []
  last: string
  private readonly quote: (name: string) => string
  private readonly keys: readonly string[]
  private readonly windowed: Windowed
  private readonly nextName: () => string

  constructor(
    private readonly dialect: BatchDialect,
    private readonly output: Output & { readonly windowed: Windowed },
    private readonly events: EventRelation,
    private readonly names: SystemNames,
  ) {
    this.quote = name => dialect.quoteIdentifier(name)
    this.nextName = numbered(`${output.name}_derived`)
    this.windowed = output.windowed
    this.keys = output.windowed.keys.map(({ name }) => this.quote(name))
    this.last = events.name
  }

  /** Keys and inputs of the aggregates as columns, one row for each window of each event. */
  placed(): void {
    const { dialect, quote, windowed } = this
    const { window } = windowed
    const time = quote(this.names.time)
    const watermark = quote(this.names.watermark)
    const derived = new DerivedColumns(dialect, {
      from: this.last,
      columns: [...this.events.fields.map(({ name }) => name), ...this.events.carried],
      aliases: [...inputsOf(windowed).map(({ name }) => name), 'windowStart'],
    })
    const inputs = writeInputs(derived, windowed, quote)
    const columns: SelectColumn[] = [...inputs.columns]
    columns.push(...[time, quote(this.names.partition), quote(this.names.offset)].map(text => ({ text })))
    const where = [...inputs.guards, ...notNull(inputs.nullable)]
    const place = (comment: string, select: Omit<Select, 'from'>) =>
      this.derivedTable('placed', comment, derived.finish(select, this.nextName))
    if (window.kind === 'session') {
      where.push(`(${watermark} IS NULL OR ${time} >= ${watermark})`)
      place('Events that are not late, with their keys', { columns, where })
      return
    }
    const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
    const hops = window.sizeMs / hopMs
    const newest = floorTo(time, hopMs, window.offsetMs)
    const hop = `${quote('hops')}.${quote('hop')}`
    const start = hops === 1 ? newest : `(${newest} - ${hop} * ${hopMs})`
    where.push(`(${watermark} IS NULL OR ${bare(start)} + ${window.sizeMs} > ${watermark})`)
    columns.unshift({ text: start, alias: quote('windowStart') })
    const joins = hops === 1 ? [] : [`CROSS JOIN ${dialect.numbers(hops, quote('hops'), quote('hop'))}`]
    place('Each event in those of its windows that are still open', { columns, joins, where })
  }

  /** Numbers the sessions of each key: one begins where the event before is a gap or more away. */
  sessions(): void {
    const { window } = this.windowed
    if (window.kind !== 'session') return
    const { quote } = this
    const time = quote(this.names.time)
    const partition = this.keys.length === 0 ? '' : `PARTITION BY ${this.keys.join(', ')} `
    const all = { text: `${quote(this.last)}.*` }
    const begins = `CASE WHEN ${time} - LAG(${time}) OVER (${partition}ORDER BY ${time}) < ${window.gapMs} THEN 0 ELSE 1 END`
    this.table(
      'begun',
      'Where a session begins: the event before is the gap or more away',
      selectText({ columns: [all, { text: begins, alias: quote('session_begins') }], from: quote(this.last) }),
    )
    const number = `SUM(${quote('session_begins')}) OVER (${partition}ORDER BY ${time})`
    const next = { text: `${quote(this.last)}.*` }
    this.table(
      'sessions',
      undefined,
      selectText({ columns: [next, { text: number, alias: quote('session_number') }], from: quote(this.last) }),
    )
  }

  /** One row for each key and window, and those of them that are wanted. */
  rows(closed: ((windowEnd: string) => string) | undefined): void {
    const { dialect, quote, windowed } = this
    const { window } = windowed
    const time = quote(this.names.time)
    const isSession = window.kind === 'session'
    const windowStart = isSession ? `MIN(${time})` : quote('windowStart')
    const windowEnd = isSession ? `(MAX(${time}) + ${window.gapMs})` : `(${quote('windowStart')} + ${window.sizeMs})`
    const ranked = dialect.ranksRows ? windowed.aggregates.filter(({ aggregate }) => aggregate.aggregate === 'topK') : []
    const group = [...this.keys, quote(isSession ? 'session_number' : 'windowStart')]
    const lists = ranked.map(named => this.ranked(named, group))
    const direct = windowed.aggregates.filter(named => !ranked.includes(named))
    const aggregates = direct.map(({ name, aggregate, type }) => {
      const rule = written(dialect.aggregates[aggregate.aggregate])
      const input = aggregate.input === null ? '*' : quote(name)
      const sql: SqlAggregate = {
        aggregate,
        input,
        inputType: aggregate.input?.type ?? type,
        type,
        order: [time, quote(this.names.partition), quote(this.names.offset)],
      }
      return { text: rule.write(sql), alias: quote(name), guard: rule.partial ? this.succeeded(rule.write, sql) : undefined }
    })
    const columns: readonly SelectColumn[] = [
      isSession ? { text: windowStart, alias: quote('windowStart') } : { text: windowStart },
      { text: windowEnd, alias: quote('windowEnd') },
      ...this.keys.map(text => ({ text })),
      ...(isSession && lists.length > 0 ? [{ text: quote('session_number') }] : []),
      ...aggregates.map(({ text, alias }) => ({ text, alias })),
    ]
    const having = [
      ...aggregates.map(({ guard }) => guard).filter(guard => guard !== undefined),
      ...(closed === undefined ? [] : [closed(windowEnd)]),
    ]
    this.table('windows', undefined, selectText({ columns, from: quote(this.last), groupBy: group, having }))
    if (lists.length > 0) this.joined(ranked, lists, group)
    if (windowed.having === null) return
    const names = this.output.columns.map(({ name }) => name)
    const kept = names.map(name => ({ text: quote(name) }))
    const relation = { from: this.last, columns: names, aliases: names }
    this.derivedTable('kept', undefined, filtered(dialect, windowed.having, relation, kept, this.nextName))
  }

  /** The tables that hold a list for each window that has values; gives the last one's name, quoted. */
  private ranked({ name, aggregate, type }: NamedAggregate, group: readonly string[]): string {
    const { dialect, quote } = this
    if (aggregate.aggregate !== 'topK') throw new Error(`${aggregate.aggregate} ranks no values`)
    const [value, count, rank] = [name, this.names.count, this.names.rank].map(quote)
    const list = written(dialect.aggregates.topK).write({
      aggregate,
      input: value,
      inputType: aggregate.input.type,
      type,
      order: [rank],
      count,
    })
    const { limit } = aggregate
    const tables = rankedTables({
      name: `${this.output.name}_${name}`,
      from: quote(this.last),
      group,
      value,
      count,
      rank,
      limit,
      list,
      quote,
    })
    this.tables.push(...tables)
    return tables[1].name
  }

  /** Puts the lists beside the other aggregates. */
  private joined(ranked: readonly NamedAggregate[], lists: readonly string[], group: readonly string[]): void {
    const { dialect, quote } = this
    const windows = quote(this.last)
    const columns = this.output.columns.map(({ name }): SelectColumn => {
      const at = ranked.findIndex(named => named.name === name)
      if (at < 0) return { text: `${windows}.${quote(name)}` }
      return { text: `COALESCE(${lists[at]}.${quote(name)}, ${dialect.literal([], ranked[at].type)})`, alias: quote(name) }
    })
    const joins = lists.map(list => `LEFT JOIN ${list} ON ${group.map(column => `${list}.${column} = ${windows}.${column}`).join(' AND ')}`)
    this.table('listed', undefined, selectText({ columns, from: windows, joins }))
  }

  /** Where an aggregate does not fail. In HAVING a bare name may be the aggregate itself, which has its input's name. */
  private succeeded(write: AggregateWriter, sql: SqlAggregate): string {
    const input = sql.input === '*' ? sql.input : `${this.quote(this.last)}.${sql.input}`
    return `(${write({ ...sql, input })} IS NOT NULL OR COUNT(${input}) = 0)`
  }

  private derivedTable(suffix: string, comment: string | undefined, { tables, select }: DerivedSelect): void {
    this.tables.push(...tables)
    this.table(suffix, comment, selectText(select))
  }

  private table(suffix: string, comment: string | undefined, select: string): void {
    this.last = `${this.output.name}_${suffix}`
    this.tables.push({ name: this.quote(this.last), select, ...(comment === undefined ? {} : { comment }) })
  }
}
