import { type ExactJson, NumberText, parseExactJson } from '../../expected/exact-json'
import { evaluate } from './evaluate'
import type { From, Join, Program, Row, Select, Source } from './parse'
import { isInt64, keyOf, RwError, type RwType, type RwValue, Timestamptz } from './values'

/** What each sink's topic gets of a topic with one partition, after which the watermark moves beyond all windows. */
export function runProgram({ source, views, sinks }: Program, records: readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const relations = new Map([[source.name, onTime(source, records)]])
  const run = (select: Select): readonly Row[] => selected(select, relationOf(select.from, relations))
  // Windows are given once, when the watermark has passed their end: at the end of all, since what is late never came in.
  for (const { name, select, onWindowClose } of views) {
    if (select.groupBy.length > 0 !== onWindowClose)
      throw new RwError(`${name} groups without EMIT ON WINDOW CLOSE, or the other way round`)
    relations.set(name, run(select))
  }
  return new Map(sinks.map(({ topic, select }) => [topic, run(select)]))
}

/**
 * The rows that the watermark lets through: one whose time is before the greatest so far less the delay is late, and dropped at the source.
 * https://docs.risingwave.com/processing/watermarks
 */
function onTime({ columns, computed, watermark }: Source, records: readonly string[]): readonly Row[] {
  let greatest: bigint | undefined
  return records.flatMap(record => {
    const json = parseExactJson(record)
    if (!(json instanceof Map)) return []
    const row = new Map(columns.map(([name, type]) => [name, decoded(json.get(name) ?? null, type)]))
    const time = evaluate(computed.expression, row)
    row.set(computed.name, time)
    if (!(time instanceof Timestamptz)) return [row]
    const isLate = greatest !== undefined && time.microseconds < greatest - watermark.delay
    if (greatest === undefined || time.microseconds > greatest) greatest = time.microseconds
    return isLate ? [] : [row]
  })
}

/** https://docs.risingwave.com/ingestion/formats-and-encoding-options: a member that is missing, or of another type, is null. */
function decoded(json: ExactJson, type: RwType): RwValue {
  switch (type.name) {
    case 'BIGINT': {
      const value = json instanceof NumberText && /^-?\d+$/.test(json.text) ? BigInt(json.text) : undefined
      return value !== undefined && isInt64(value) ? value : null
    }
    case 'DOUBLE PRECISION':
      return json instanceof NumberText && Number.isFinite(Number(json.text)) ? Number(json.text) : null
    case 'BOOLEAN':
      return typeof json === 'boolean' ? json : null
    case 'VARCHAR':
      return typeof json === 'string' ? json : null
    case 'list':
      return Array.isArray(json) ? json.map((element: ExactJson) => decoded(element, type.element)) : null
    case 'struct':
      return json instanceof Map ? new Map(type.members.map(([name, member]) => [name, decoded(json.get(name) ?? null, member)])) : null
    case 'TIMESTAMPTZ':
      throw new RwError('a time is read as milliseconds')
  }
}

/** The rows behind FROM: columns by their own name, and by the relation's. */
function relationOf(from: From, relations: ReadonlyMap<string, readonly Row[]>): readonly Row[] {
  const rows = relations.get(from.name)
  if (rows === undefined) throw new RwError(`there is no relation called ${from.name}`)
  const named = rows.map(
    row =>
      new Map(
        [...row].flatMap(
          ([name, value]) =>
            [
              [name, value],
              [`${from.name}\u0000${name}`, value],
            ] as const,
        ),
      ),
  )
  if (from.from === 'relation') return named
  return named.flatMap(row => {
    const time = row.get(from.time)
    if (!(time instanceof Timestamptz)) return []
    return windowStarts(time.microseconds, from).map(start => new Map([...row, ['window_start', new Timestamptz(start)]] as const))
  })
}

/** Windows are half-open, and begin at the offset and multiples of the hop. https://docs.risingwave.com/processing/sql/time-windows */
function windowStarts(time: bigint, { hop, size, offset }: From & { readonly from: 'TUMBLE' | 'HOP' }): readonly bigint[] {
  const rest = (((time - offset) % hop) + hop) % hop
  const starts: bigint[] = []
  for (let start = time - rest; start + size > time; start -= hop) starts.push(start)
  return starts
}

function selected({ columns, joins, where, groupBy, having }: Select, from: readonly Row[]): readonly Row[] {
  const joined = joins.reduce<readonly Row[]>((rows, join) => rows.flatMap(row => joinedRows(join, row)), from)
  const kept = where === undefined ? joined : joined.filter(row => evaluate(where, row) === true)
  const project = (row: Row, group?: readonly Row[]): Row =>
    new Map(columns.map(({ name, expression }) => [name, evaluate(expression, row, group)]))
  if (groupBy.length === 0) return kept.map(row => project(row))
  const groups = new Map<string, Row[]>()
  for (const row of kept) {
    const key = JSON.stringify(groupBy.map(node => keyOf(evaluate(node, row))))
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(row)
  }
  const given = [...groups.values()].filter(group => having === undefined || evaluate(having, group[0], group) === true)
  return given.map(group => project(group[0], group))
}

function joinedRows(join: Join, row: Row): readonly Row[] {
  const beside = (names: readonly string[], values: readonly RwValue[]): Row =>
    new Map([...row, ...names.map((name, index) => [`${join.alias}\u0000${name}`, values[index]] as const)])
  if (join.join === 'unnest') {
    const list = evaluate(join.list, row)
    return Array.isArray(list) ? list.map((element: RwValue) => beside([join.column], [element])) : []
  }
  const rows = join.rows.map(cells =>
    beside(
      join.columns,
      cells.map(cell => evaluate(cell, new Map())),
    ),
  )
  const found = rows.filter(candidate => evaluate(join.on, candidate) === true)
  return found.length === 0 && join.join === 'left'
    ? [
        beside(
          join.columns,
          join.columns.map(() => null),
        ),
      ]
    : found
}
