import { bare } from './expression'

/** One SELECT. Texts are complete; `select` keeps the order of columns. */
export interface Select {
  readonly columns: readonly SelectColumn[]
  /** The relation after FROM, and the joins behind it, one a line. */
  readonly from: string
  readonly joins?: readonly string[]
  readonly where?: readonly string[]
  readonly groupBy?: readonly string[]
  readonly having?: readonly string[]
  readonly orderBy?: readonly string[]
}

export interface SelectColumn {
  readonly text: string
  /** The quoted name; left out where the text is that column. */
  readonly alias?: string
}

export interface CommonTable {
  /** Quoted. */
  readonly name: string
  readonly select: string
  /** Stands above it as a comment. */
  readonly comment?: string
}

const LONG_LINE = 110

/** The text of a SELECT, each clause on a line of its own; a list that is long has a line for each member. */
export function selectText(select: Select): string {
  const columns = select.columns.map(({ text, alias }) => (alias === undefined ? text : `${bare(text)} AS ${alias}`))
  return [
    clause('SELECT', columns, ', '),
    `FROM ${select.from}`,
    ...(select.joins ?? []),
    ...conjunction('WHERE', select.where),
    ...(select.groupBy?.length ? [clause('GROUP BY', select.groupBy, ', ')] : []),
    ...conjunction('HAVING', select.having),
    ...(select.orderBy?.length ? [clause('ORDER BY', select.orderBy, ', ')] : []),
  ].join('\n')
}

function conjunction(keyword: string, conditions: readonly string[] | undefined): readonly string[] {
  if (conditions === undefined || conditions.length === 0) return []
  const [first, ...rest] = conditions.length === 1 ? conditions.map(bare) : conditions
  return [`${keyword} ${first}`, ...rest.map(condition => `  AND ${condition}`)]
}

function clause(keyword: string, parts: readonly string[], separator: string): string {
  const line = `${keyword} ${parts.join(separator)}`
  if (line.length <= LONG_LINE) return line
  return `${keyword}\n${parts.map(part => `  ${part}`).join(`${separator.trimEnd()}\n`)}`
}

/** `WITH a AS (…), b AS (…)` before a SELECT. */
export function withTables(tables: readonly CommonTable[], last: string): string {
  if (tables.length === 0) return last
  const texts = tables.map(
    ({ name, select, comment }) => `${comment === undefined ? '' : `-- ${comment}\n`}${name} AS (\n${indented(select)}\n)`,
  )
  return `WITH${tables[0].comment === undefined ? ' ' : '\n'}${texts.join(',\n')}\n${last}`
}

/** Two spaces before each line that doesn't begin inside of a quoted text or name, which must stay as it is. */
export function indented(text: string): string {
  let quote = ''
  return text
    .split('\n')
    .map(line => {
      const inside = quote !== ''
      // A comment may hold a lone quote.
      for (const character of inside || !line.trimStart().startsWith('--') ? line : '') {
        if (quote === '') {
          if (character === "'" || character === '"' || character === '`') quote = character
        } else if (character === quote) quote = ''
      }
      return inside || line === '' ? line : `  ${line}`
    })
    .join('\n')
}
