import { evaluate, type Row, type Scope } from './evaluate'
import { sessionStarts } from './sessions'
import type { Datatable, Match, Named, Node, Operator, Query, Tabular } from './syntax'
import { compared, KqlError, type KqlValue, keyOf, typeOf } from './values'

/** Rows on their way; `isSorted`: in an order that a function over windows of rows may look at. */
interface Relation {
  readonly rows: readonly Row[]
  readonly isSorted: boolean
}

type Names = Pick<Scope, 'scalars' | 'functions'>

/** What a query gives over tables. */
export function runQuery({ functions, tables, scalars, result }: Query, database: ReadonlyMap<string, readonly Row[]>): readonly Row[] {
  const known = new Map(database)
  const values = new Map<string, KqlValue>()
  // In the order in which they are written: tables first, since scalars are made of them.
  const run = (tabular: Tabular) => runTabular(tabular, known, { scalars: values, functions })
  for (const [name, table] of tables) known.set(name, run(table))
  for (const [name, scalar] of scalars) values.set(name, evaluate(scalar, { row: new Map(), scalars: values, functions, run }))
  return run(result)
}

function runTabular({ source, operators }: Tabular, known: ReadonlyMap<string, readonly Row[]>, names: Names) {
  const rows = known.get(source)
  if (rows === undefined) throw new KqlError(`there is no table called ${source}`)
  return operators.reduce<Relation>((relation, operator) => apply(operator, relation, names), { rows, isSorted: false }).rows
}

function apply(operator: Operator, { rows, isSorted }: Relation, names: Names): Relation {
  const of = (node: Node, row: Row): KqlValue => evaluate(node, { row, ...names })
  switch (operator.operator) {
    case 'where':
      // Null is as false.
      return { rows: rows.filter(row => of(operator.condition, row) === true), isSorted }
    case 'extend': {
      const scopes = rows.map((row, index): Scope => ({ row, ...names, ...(isSorted ? { before: rows[index - 1] ?? null } : {}) }))
      const computed = operator.columns.map(({ name, expression }) => ({ name, values: valuesOf(expression, scopes) }))
      return {
        rows: rows.map((row, index) => new Map([...row, ...computed.map(({ name, values }) => [name, values[index]] as const)])),
        isSorted,
      }
    }
    case 'project':
      return { rows: rows.map(row => new Map(operator.columns.map(({ name, expression }) => [name, of(expression, row)]))), isSorted }
    case 'sort':
      return {
        rows: rows.toSorted((left, right) =>
          order(
            operator.by,
            node => of(node, left),
            node => of(node, right),
          ),
        ),
        isSorted: true,
      }
    case 'expand':
      return { rows: rows.flatMap(row => expanded(operator, row, of(operator.list, row))), isSorted: false }
    case 'lookup':
      return { rows: rows.flatMap(row => lookedUp(operator, row)), isSorted: false }
    case 'summarize':
      return { rows: summarized(operator.results, operator.by, rows, names), isSorted: false }
  }
}

/** The values of an expression in each row; `row_window_session` goes over all of them. */
function valuesOf(node: Node, scopes: readonly Scope[]): readonly KqlValue[] {
  if (node.node !== 'call' || node.name !== 'row_window_session') return scopes.map(scope => evaluate(node, scope))
  return sessionStarts(scopes.map(scope => node.arguments.map(argument => evaluate(argument, scope))))
}

/** Ascending, null first. */
function order(by: readonly Node[], left: (node: Node) => KqlValue, right: (node: Node) => KqlValue): number {
  for (const node of by) {
    const [x, y] = [left(node), right(node)]
    const found = x === null || y === null ? Number(y === null) - Number(x === null) : compared(x, y)
    if (found !== 0) return x === null || y === null ? -found : found
  }
  return 0
}

/** One row for each element, one of null for null, none for an empty list; an element of another type is null: https://learn.microsoft.com/kusto/query/mv-expand-operator */
function expanded({ name, type }: Operator & { readonly operator: 'expand' }, row: Row, list: KqlValue): readonly Row[] {
  if (list === null) return [new Map([...row, [name, type === 'string' ? '' : null]])]
  if (!Array.isArray(list)) throw new KqlError(`mv-expand takes no ${typeOf(list)}`)
  return list.map((element: KqlValue) => new Map([...row, [name, typeOf(element) === type ? element : type === 'string' ? '' : null]]))
}

/** Null equals nothing; what a left outer lookup doesn't find is null, and the empty text of strings: https://learn.microsoft.com/kusto/query/lookup-operator */
function lookedUp({ kind, table, on }: Operator & { readonly operator: 'lookup' }, row: Row): readonly Row[] {
  const columns = table.columns.map(({ name }) => name)
  const taken = table.columns.map((column, index) => ({ ...column, index })).filter(({ name }) => !on.some(({ right }) => right === name))
  const clash = taken.find(({ name }) => row.has(name))
  if (clash !== undefined) throw new KqlError(`lookup renames the column ${clash.name}`)
  const matches = table.rows.filter(cells => on.every(one => isMatch(one, row, cells[columns.indexOf(one.right)])))
  const none: Datatable['rows'] = [columns.map((_, index) => (table.columns[index].type === 'string' ? '' : null))]
  const found = matches.length === 0 && kind === 'leftouter' ? none : matches
  return found.map(cells => new Map([...row, ...taken.map(({ name, index }) => [name, cells[index]] as const)]))
}

function isMatch({ left }: Match, row: Row, cell: KqlValue): boolean {
  const value = row.get(left)
  if (value === undefined) throw new KqlError(`there is no column called ${left}`)
  return value !== null && cell !== null && compared(value, cell) === 0
}

function summarized(results: readonly Named[], by: readonly Named[], rows: readonly Row[], names: Names): readonly Row[] {
  const groups = new Map<string, { readonly keys: Row; readonly rows: Row[] }>()
  // Without keys there is one group, also of no rows.
  if (by.length === 0) groups.set('', { keys: new Map(), rows: [...rows] })
  else
    for (const row of rows) {
      const keys = new Map(by.map(({ name, expression }) => [name, evaluate(expression, { row, ...names })]))
      const id = JSON.stringify([...keys.values()].map(keyOf))
      const group = groups.get(id) ?? { keys, rows: [] }
      groups.set(id, group)
      group.rows.push(row)
    }
  return [...groups.values()].map(
    group =>
      new Map([
        ...group.keys,
        ...results.map(({ name, expression }) => [name, evaluate(expression, { row: group.keys, ...names, group: group.rows })] as const),
      ]),
  )
}
