import type { ExactJson } from '../../expected/exact-json'
import { aggregating, rowWith } from './aggregates'
import { compileNode } from './expressions'
import { readRow } from './json'
import { KsqlRefusal } from './lexer'
import { parseScript } from './parser'
import type { Column, Node, Query, Statement } from './syntax'
import { type Compiled, EvaluationError, type KsqlRow, type KsqlValue, typeText } from './values'
import { type OpenWindow, Windows } from './windows'

const BIGINT = { base: 'BIGINT' } as const
const ROWTIME: Column = { name: 'ROWTIME', type: BIGINT }

/** A stream or table: its columns, its topic, and who reads it. */
interface Relation {
  readonly columns: readonly Column[]
  readonly topic: string
  readonly timestamp: string | null
  readonly readers: ((row: KsqlRow, time: number) => void)[]
}

/** Rows of each topic that a statement writes, by the names of columns. */
export interface ModelResult {
  readonly topics: ReadonlyMap<string, readonly KsqlRow[]>
}

/**
 * A model of ksqlDB's server: parses the script, checks names and types, and runs it on one partition. What it knows was read in ksql's source and documentation (8.x);
 * the server itself is not to be had from public registries. `records` are the members of JSON or Avro; undefined: those that can't be read. @throws KsqlRefusal for text that ksqlDB would refuse
 */
export function runModel(script: string, records: readonly (ExactJson | undefined)[], arrivalMs: number): ModelResult {
  const model = new Model()
  for (const statement of parseScript(script)) model.add(statement)
  for (const record of records) model.feed(record, arrivalMs)
  model.finish()
  return { topics: model.topics }
}

class Model {
  readonly topics = new Map<string, KsqlRow[]>()
  private readonly relations = new Map<string, Relation>()
  private readonly sources: Relation[] = []
  private readonly finishers: (() => void)[] = []

  add(statement: Statement): void {
    if (statement.statement === 'set') return
    const { name, properties } = statement
    if (this.relations.has(name)) throw new KsqlRefusal(`${name} is there already`)
    const formats = statement.statement === 'source' ? ['JSON', 'AVRO'] : ['JSON']
    if (!formats.includes(properties['VALUE_FORMAT'])) throw new KsqlRefusal(`${name} needs VALUE_FORMAT = '${formats.join("' or '")}'`)
    const topic = properties['KAFKA_TOPIC'] ?? name
    if (!/^[a-zA-Z0-9._-]{1,249}$/.test(topic)) throw new KsqlRefusal(`'${topic}' is no name of a topic`)
    if (statement.statement === 'source') {
      const relation = { columns: statement.columns, topic, timestamp: null, readers: [] }
      this.relations.set(name, relation)
      this.sources.push(relation)
      return
    }
    const source = this.relations.get(statement.query.from)
    if (source === undefined) throw new KsqlRefusal(`there is no ${statement.query.from}`)
    const timestamp = properties['TIMESTAMP']?.replace(/^`(.*)`$/s, '$1').replaceAll('``', '`') ?? null
    const rows: KsqlRow[] = []
    this.topics.set(topic, rows)
    const readers: Relation['readers'] = []
    const write = (row: KsqlRow, time: number) => {
      rows.push(row)
      const at = timestamp === null ? time : Number(row.get(timestamp) ?? Number.NaN)
      if (at >= 0) for (const reader of readers) reader(row, at)
    }
    const columns =
      statement.statement === 'table' ? this.table(statement.query, source, write, properties) : this.stream(statement.query, source, write)
    if (timestamp !== null && !columns.some(column => column.name === timestamp && column.type.base === 'BIGINT'))
      throw new KsqlRefusal(`TIMESTAMP = '${timestamp}' is no column of BIGINT`)
    this.relations.set(name, { columns, topic, timestamp, readers })
  }

  feed(record: ExactJson | undefined, arrivalMs: number): void {
    for (const { columns, readers } of this.sources) {
      const row = readRow(record, columns)
      if (row !== undefined) for (const reader of readers) reader(row, arrivalMs)
    }
  }

  finish(): void {
    for (const finisher of this.finishers) finisher()
  }

  private stream(query: Query, source: Relation, write: (row: KsqlRow, time: number) => void): readonly Column[] {
    if (query.window !== null || query.groupBy.length > 0 || query.having !== null || query.emit !== 'CHANGES')
      throw new KsqlRefusal('a stream with windows or groups')
    const scope = [...source.columns, ROWTIME]
    const where = query.where === null ? null : condition(query.where, scope)
    const select = query.select.map(({ expression, name }) => ({ name, ...selected(expression, scope) }))
    const exploded = select.filter(({ explodes }) => explodes)
    if (exploded.length > 1) throw new KsqlRefusal('more than one EXPLODE')
    const columns = select.map(({ name, compiled, explodes }) => columnOf(name, compiled, explodes))
    source.readers.push((row, time) => {
      const full = rowWith(row, [['ROWTIME', BigInt(time)]])
      if (where !== null && !passes(where, full)) return
      const values = select.map(({ compiled }) => valueOrNull(compiled, full))
      const index = select.findIndex(({ explodes }) => explodes)
      const list = index < 0 ? [null] : Array.isArray(values[index]) ? (values[index] as readonly KsqlValue[]) : []
      for (const element of list) write(new Map(select.map(({ name }, at) => [name, at === index ? element : values[at]])), time)
    })
    return columns
  }

  private table(
    query: Query,
    source: Relation,
    write: (row: KsqlRow, time: number) => void,
    properties: Readonly<Record<string, string>>,
  ): readonly Column[] {
    if (query.window === null || query.groupBy.length === 0 || query.emit !== 'FINAL' || query.where !== null)
      throw new KsqlRefusal('a table without windows, groups or EMIT FINAL')
    if (query.groupBy.length > 1 && properties['KEY_FORMAT'] !== 'JSON') throw new KsqlRefusal("several keys need KEY_FORMAT = 'JSON'")
    const keys = query.groupBy.map(node => (node.node === 'column' ? node.name : refuse('GROUP BY of an expression')))
    const { rewrite, aggregates } = aggregating(source.columns)
    const select = query.select.map(({ expression, name }) => ({ name, node: rewrite(expression) }))
    const havingNode = query.having === null ? null : rewrite(query.having)
    const groups = source.columns.filter(({ name }) => keys.includes(name))
    const bounds: readonly Column[] = ['WINDOWSTART', 'WINDOWEND'].map(name => ({ name, type: BIGINT }))
    const scope = [...groups, ...bounds, ...aggregates.map(({ column }) => column)]
    // A column that is neither a key nor aggregated is not in this scope, as ksqlDB demands.
    const compiled = select.map(({ name, node }) => ({
      name,
      isKey: node.node === 'column' && keys.includes(node.name),
      ...{ compiled: compileNode(node, scope) },
    }))
    for (const key of keys)
      if (!select.some(({ node }) => node.node === 'column' && node.name === key)) throw new KsqlRefusal(`the key ${key} is not selected`)
    const having = havingNode === null ? null : condition(havingNode, scope)
    const give = ({ start, end, key, rows }: OpenWindow) => {
      const row: KsqlRow = new Map<string, KsqlValue>([
        ...keys.map((name, index) => [name, key[index]] as const),
        ['WINDOWSTART', BigInt(start)],
        ['WINDOWEND', BigInt(end)],
        ...aggregates.map(
          ({ column, input, fold }) => [column.name, fold(rows.map(held => (input === null ? null : valueOrNull(input, held))))] as const,
        ),
      ])
      if (having !== null && !passes(having, row)) return
      // Keys are no part of the record's value.
      const values = compiled.filter(({ isKey }) => !isKey)
      write(new Map(values.map(({ name, compiled: value }) => [name, valueOrNull(value, row)])), end)
    }
    const windows = new Windows(query.window, give)
    source.readers.push((row, time) => {
      const key = keys.map(name => row.get(name) ?? null)
      // A null in a key drops the row (GroupByParamsFactory).
      if (!key.includes(null)) windows.add(time, key, row)
    })
    this.finishers.push(() => windows.finish())
    return compiled.filter(({ isKey }) => !isKey).map(({ name, compiled: value }) => columnOf(name, value, false))
  }
}

function refuse(what: string): never {
  throw new KsqlRefusal(what)
}

function selected(expression: Node, scope: readonly Column[]): { readonly compiled: Compiled; readonly explodes: boolean } {
  const explodes = expression.node === 'call' && expression.name === 'EXPLODE'
  return { compiled: compileNode(explodes ? expression.arguments[0] : expression, scope), explodes }
}

function columnOf(name: string, { type }: Compiled, explodes: boolean): Column {
  if (type === null) throw new KsqlRefusal(`${name} has no type`)
  if (!explodes) return { name, type }
  return type.base === 'ARRAY' ? { name, type: type.item } : refuse(`EXPLODE of ${typeText(type)}`)
}

function condition(node: Node, scope: readonly Column[]): Compiled {
  const compiled = compileNode(node, scope)
  return compiled.type?.base === 'BOOLEAN' ? compiled : refuse(`a condition is ${typeText(compiled.type)}`)
}

/** A condition that fails, or is null, drops the row. */
function passes(where: Compiled, row: KsqlRow): boolean {
  return valueOrNull(where, row) === true
}

/** A column whose expression fails is null. */
function valueOrNull(compiled: Compiled, row: KsqlRow): KsqlValue {
  try {
    return compiled.valueOf(row)
  } catch (error) {
    if (error instanceof EvaluationError) return null
    throw error
  }
}
