import type { Aggregate, DataType, Field, NamedAggregate } from '../../pipeline'
import { backQuoted } from '../sql/quote'
import { type CommonTable, selectText } from '../sql/select'
import { typeName } from './dialect'

type TopK = Extract<Aggregate, { readonly aggregate: 'topK' }>

export function isRanked(named: NamedAggregate): named is NamedAggregate & { readonly aggregate: TopK } {
  return named.aggregate.aggregate === 'topK'
}

export interface Ranked {
  /** Unquoted names of the three views. */
  readonly names: { readonly counts: string; readonly ranked: string; readonly lists: string }
  /** The events in their windows, as it stands behind FROM, and which of them count. */
  readonly from: string
  readonly where: readonly string[]
  /** Quoted like all that follows; without the window's bounds. */
  readonly keys: readonly string[]
  /** The column whose values are ranked; of the lists, too. */
  readonly value: string
  readonly count: string
  readonly rank: string
  readonly aggregate: TopK
  /** The list's type. */
  readonly type: DataType
}

/** The most elements of a list. */
export const MOST_PLACES = 100
export const BOUNDS: readonly string[] = ['window_start', 'window_end']

/**
 * `topK` as three views, each of which Flink runs by windows, so that rows are given once and state goes with the window: how often each value comes, a
 * window Top-N, and a list of its rows. The value null counts 0 times: so it is the last, is cut off, and every window has a row.
 * https://nightlies.apache.org/flink/flink-docs-release-2.1/docs/dev/table/sql/queries/window-topn/
 */
export function rankedViews(ranked: Ranked): readonly CommonTable[] {
  const { names, from, where, keys, value, count, rank, aggregate, type } = ranked
  const group = [...BOUNDS, ...keys]
  const columns = group.map(text => ({ text }))
  const rankOf = `ROW_NUMBER() OVER (PARTITION BY ${group.join(', ')} ORDER BY ${count} DESC, ${value})`
  const numbered = selectText({
    columns: [...columns, { text: value }, { text: count }, { text: rankOf, alias: rank }],
    from: backQuoted(names.counts),
  })
  return [
    {
      name: backQuoted(names.counts),
      comment: 'How often each value comes',
      select: selectText({
        columns: [...columns, { text: value }, { text: `COUNT(${value})`, alias: count }],
        from,
        where,
        groupBy: [...group, value],
      }),
    },
    {
      name: backQuoted(names.ranked),
      comment: 'The most frequent of them',
      select: selectText({
        columns: [{ text: '*' }],
        from: `(\n${numbered.replaceAll(/^/gm, '  ')}\n)`,
        where: [`${rank} <= ${aggregate.limit}`],
      }),
    },
    {
      name: backQuoted(names.lists),
      comment: 'Flink keeps no order where it gathers rows into a list: so each place is asked for',
      select: selectText({
        columns: [...columns, { text: listOf(ranked, type), alias: value }],
        from: backQuoted(names.ranked),
        groupBy: group,
      }),
    },
  ]
}

/** A list of as many places as are asked for, cut where there are no more values. */
function listOf({ value, count, rank, aggregate }: Ranked, type: DataType): string {
  const element = type.kind === 'list' ? typeName(type.element) : ''
  const at = (column: string, place: number) => `MAX(${column}) FILTER (WHERE ${rank} = ${place})`
  const places = Array.from(
    { length: aggregate.limit },
    (_, index) => `CAST(ROW(${at(value, index + 1)}, ${at(count, index + 1)}) AS ${element})`,
  )
  const values = `COUNT(${value})`
  // An end of 0 is taken for 1: the empty list is one whose begin is behind its end.
  const first = aggregate.input.nullable ? `CASE WHEN ${values} = 0 THEN 2 ELSE 1 END` : '1'
  return `ARRAY_SLICE(ARRAY[\n    ${places.join(',\n    ')}\n  ], ${first}, CAST(${values} AS INT))`
}

/** The lists beside the other aggregates of their windows: a window join, for which Flink needs both bounds. */
export function joinedView(
  name: string,
  windows: string,
  lists: readonly { readonly name: string; readonly views: readonly CommonTable[] }[],
  keys: readonly string[],
  columns: readonly Field[],
  column: (name: string) => string,
): CommonTable {
  const from = backQuoted(windows)
  const relations = new Map(lists.map(list => [list.name, list.views[list.views.length - 1].name]))
  const joins = [...relations.values()].map(
    list => `JOIN ${list} ON ${[...BOUNDS, ...keys].map(key => `${list}.${key} = ${from}.${key}`).join(' AND ')}`,
  )
  return {
    name: backQuoted(name),
    select: selectText({
      columns: columns.map(field => ({
        text: `${relations.get(field.name) ?? from}.${column(field.name)}`,
        ...(column(field.name) === backQuoted(field.name) ? {} : { alias: backQuoted(field.name) }),
      })),
      from,
      joins,
    }),
  }
}
