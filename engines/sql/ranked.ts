import { type CommonTable, selectText } from './select'

export interface Ranked {
  /** Unquoted; the tables' names begin with it. */
  readonly name: string
  /** The relation of the events in their windows, quoted like all that follows. */
  readonly from: string
  /** Columns that name a window of a key. Never empty. */
  readonly group: readonly string[]
  /** The column whose values are ranked; of the lists, too. */
  readonly value: string
  /** Names of the columns of counts and ranks. */
  readonly count: string
  readonly rank: string
  readonly limit: number
  /** The aggregate that makes the list, over the rows of ranked values. */
  readonly list: string
  quote(name: string): string
}

/**
 * `topK` as two tables: how often each value comes in a window, ranked by the count and, where it is equal, by the value; and the list of the first of
 * them. Windows without a value have no row.
 */
export function rankedTables({ name, from, group, value, count, rank, limit, list, quote }: Ranked): readonly [CommonTable, CommonTable] {
  const counts = quote(`${name}_counts`)
  const columns = group.map(text => ({ text }))
  return [
    {
      name: counts,
      comment: 'How often each value comes, and the place of the value by that',
      select: selectText({
        columns: [
          ...columns,
          { text: value },
          { text: 'COUNT(*)', alias: count },
          { text: `ROW_NUMBER() OVER (PARTITION BY ${group.join(', ')} ORDER BY COUNT(*) DESC, ${value})`, alias: rank },
        ],
        from,
        where: [`${value} IS NOT NULL`],
        groupBy: [...group, value],
      }),
    },
    {
      name: quote(`${name}_lists`),
      select: selectText({
        columns: [...columns, { text: list, alias: value }],
        from: counts,
        where: [`${rank} <= ${limit}`],
        groupBy: group,
      }),
    },
  ]
}
