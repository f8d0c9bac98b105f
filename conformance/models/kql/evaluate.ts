import { arithmetic, arityOf, callFunction } from './functions'
import type { Node, Tabular, UserFunction } from './syntax'
import { compared, Decimal, KqlError, type KqlValue, keyOf, Ticks, typeOf, wrapped } from './values'

export type Row = ReadonlyMap<string, KqlValue>

/** What an expression sees beside its row. */
export interface Scope {
  readonly row: Row
  readonly scalars: ReadonlyMap<string, KqlValue>
  /** The group's rows, where aggregates may stand. */
  readonly group?: readonly Row[]
  /** The row before, where rows are sorted; null before the first. */
  readonly before?: Row | null
  readonly functions: ReadonlyMap<string, UserFunction>
  /** Runs the query of a `toscalar`. */
  readonly run?: (query: Tabular) => readonly Row[]
}

export function evaluate(node: Node, scope: Scope): KqlValue {
  const value = (inner: Node) => evaluate(inner, scope)
  switch (node.node) {
    case 'literal':
      return node.value
    case 'column':
      return columnOf(node.name, scope)
    case 'in': {
      // True or false: https://learn.microsoft.com/kusto/query/in-cs-operator
      const found = value(node.value)
      return found !== null && node.among.map(value).some(one => one !== null && compared(found, one) === 0)
    }
    case 'between': {
      const found = value(node.value)
      const [least, most] = [value(node.least), value(node.most)]
      return found === null || least === null || most === null ? null : compared(found, least) >= 0 && compared(found, most) <= 0
    }
    case 'toscalar': {
      const [row] = scope.run?.(node.query) ?? []
      return row === undefined ? null : ([...row.values()][0] ?? null)
    }
    case 'binary':
      return binary(node.operator, value(node.left), value(node.right))
    case 'call':
      return call(node, scope)
  }
}

function columnOf(name: string, { row, scalars }: Scope): KqlValue {
  const found = row.get(name) ?? (row.has(name) ? null : scalars.get(name))
  if (found === undefined) throw new KqlError(`there is no column or scalar called ${name}`)
  return found
}

/** Null is sticky, but for equality, and for `and` and `or` where the other side decides: https://learn.microsoft.com/kusto/query/scalar-data-types/null-values */
function binary(operator: string, left: KqlValue, right: KqlValue): KqlValue {
  switch (operator) {
    case 'and':
      return left === false || right === false ? false : left === null || right === null ? null : true
    case 'or':
      return left === true || right === true ? true : left === null || right === null ? null : false
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, left, right)
  }
  if (left === null || right === null) return left === right || (operator !== '==' && operator !== '!=') ? null : operator === '!='
  if (operator.endsWith('_cs')) {
    if (typeof left !== 'string' || typeof right !== 'string') throw new KqlError(`${operator} takes strings`)
    return operator === 'contains_cs' ? left.includes(right) : operator === 'startswith_cs' ? left.startsWith(right) : left.endsWith(right)
  }
  const order = compared(left, right)
  if (typeof left === 'string' && operator !== '==' && operator !== '!=')
    throw new KqlError(`the order of strings by ${operator} is not documented`)
  return { '==': order === 0, '!=': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator] ?? null
}

function call({ name, arguments: given }: Node & { readonly node: 'call' }, scope: Scope): KqlValue {
  const value = (inner: Node) => evaluate(inner, scope)
  if (arityOf(name)?.aggregate) {
    if (scope.group === undefined) throw new KqlError(`${name} stands outside of summarize`)
    return aggregated(name, given, scope.group, scope)
  }
  const own = scope.functions.get(name)
  if (own !== undefined) {
    const argument = value(given[0])
    if (argument !== null && typeOf(argument) !== own.parameter.type)
      throw new KqlError(`${name} takes a ${own.parameter.type}, no ${typeOf(argument)}`)
    return evaluate(own.body, { row: new Map([[own.parameter.name, argument]]), scalars: new Map(), functions: scope.functions })
  }
  if (name === 'iff') return value(value(given[0]) === true ? given[1] : given[2])
  if (name === 'case') {
    const branch = given.findIndex((condition, index) => index % 2 === 0 && index < given.length - 1 && value(condition) === true)
    return value(branch < 0 ? given[given.length - 1] : given[branch + 1])
  }
  if (name === 'prev') {
    if (scope.before === undefined) throw new KqlError('prev needs sorted rows')
    return scope.before === null ? null : evaluate(given[0], { ...scope, row: scope.before })
  }
  return callFunction(name, given.map(value))
}

/** Defaults of what has no value: https://learn.microsoft.com/kusto/query/summarize-operator#default-values-of-aggregations */
function aggregated(name: string, given: readonly Node[], group: readonly Row[], scope: Scope): KqlValue {
  const of = (node: Node, row: Row) => evaluate(node, { row, scalars: scope.scalars, functions: scope.functions })
  if (name === 'count') return BigInt(group.length)
  if (name === 'countif') return BigInt(group.filter(row => of(given[0], row) === true).length)
  if (name === 'count_distinctif')
    return BigInt(new Set(group.filter(row => of(given[1], row) === true).map(row => keyOf(of(given[0], row)))).size)
  const values = group.map(row => of(given[0], row)).filter(value => value !== null)
  switch (name) {
    case 'sum': {
      if (values.every(value => typeof value === 'bigint')) return wrapped(values.reduce((sum, value) => sum + value, 0n))
      return values.reduce((sum: KqlValue, value) => arithmetic('+', sum, value), values[0] instanceof Decimal ? new Decimal(0n) : 0)
    }
    case 'avg':
      if (values.length === 0) return Number.NaN
      return values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length
    default:
      if (values.length === 0) return null
      if (!values.every(value => typeof value === 'bigint' || typeof value === 'number' || value instanceof Ticks))
        throw new KqlError(`${name} takes numbers and times: the order of others is not documented`)
      return values.reduce((best, value) => (compared(value, best) < 0 === (name === 'min') ? value : best))
  }
}
