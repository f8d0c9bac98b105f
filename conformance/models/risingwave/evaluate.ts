import { arithmetic, callFunction, cast } from './functions'
import type { Row } from './parse'
import type { Node } from './parse-expression'
import { compared, double, keyOf, Numeric, numeric, RowFailure, RwError, type RwValue } from './values'

/** A value; of a group's rows, where aggregates are asked for. What fails gives null, and the expression around it goes on. */
export function evaluate(node: Node, row: Row, group?: readonly Row[]): RwValue {
  try {
    return strictly(node, row, group)
  } catch (error) {
    if (error instanceof RowFailure) return null
    throw error
  }
}

function strictly(node: Node, row: Row, group?: readonly Row[]): RwValue {
  const value = (inner: Node) => evaluate(inner, row, group)
  switch (node.node) {
    case 'column':
      return columnOf(node.path, row)
    case 'member': {
      const record = value(node.of)
      if (record === null) return null
      return record instanceof Map ? (record.get(node.name) ?? null) : fail('a member of what is no struct')
    }
    case 'text':
    case 'constant':
      return node.value
    case 'number': {
      const [whole, fraction = ''] = node.text.split('.')
      return fraction === '' ? BigInt(whole) : new Numeric(BigInt(whole + fraction), 10n ** BigInt(fraction.length))
    }
    case 'interval':
      return fail('an interval stands by itself')
    case 'list':
      return node.elements.map(value)
    case 'call':
      return callFunction(node.name, node.arguments.map(value))
    case 'aggregate':
      return group === undefined ? fail(`${node.name} stands outside of GROUP BY`) : aggregated(node, group)
    case 'not': {
      const truth = value(node.of)
      return truth === null ? null : !truth
    }
    case 'isNull':
      return (value(node.of) === null) !== node.not
    case 'in':
      return any(node.among.map(one => comparison('=', value(node.value), value(one))))
    case 'case': {
      const branch = node.branches.find(([when]) => value(when) === true)
      return value(branch === undefined ? node.otherwise : branch[1])
    }
    case 'cast':
      return cast(value(node.of), node.type)
    case 'binary':
      return binary(node.operator, value(node.left), value(node.right))
  }
}

function columnOf(path: readonly string[], row: Row): RwValue {
  const name = path.join('\u0000')
  return row.has(name) ? (row.get(name) ?? null) : fail(`there is no column called ${path.join('.')}`)
}

function binary(operator: string, left: RwValue, right: RwValue): RwValue {
  switch (operator) {
    case 'OR':
      return any([left, right])
    case 'AND': {
      const not = any([left, right].map(truth => (truth === null ? null : !truth)))
      return not === null ? null : !not
    }
    case '||':
      if (left === null || right === null) return null
      return typeof left === 'string' && typeof right === 'string' ? left + right : fail('|| takes texts')
    default:
      return '+-*/%'.includes(operator) ? arithmetic(operator, left, right) : comparison(operator, left, right)
  }
}

function any(truths: readonly RwValue[]): boolean | null {
  if (truths.includes(true)) return true
  return truths.includes(null) ? null : false
}

function comparison(operator: string, left: RwValue, right: RwValue): boolean | null {
  if (left === null || right === null) return null
  const order = compared(left, right)
  return (
    { '=': order === 0, '<>': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator] ?? fail(operator)
  )
}

/** Sums and averages of bigints are numerics. https://docs.risingwave.com/sql/functions/aggregate */
function aggregated({ name, input, distinct }: Node & { readonly node: 'aggregate' }, group: readonly Row[]): RwValue {
  if (input === null) return BigInt(group.length)
  const values = group.map(row => evaluate(input, row)).filter(value => value !== null)
  if (name === 'COUNT') return BigInt(distinct ? new Set(values.map(keyOf)).size : values.length)
  if (values.length === 0) return null
  if (name === 'MIN' || name === 'MAX')
    return values.reduce((best, value) => (compared(value, best) < 0 === (name === 'MIN') ? value : best))
  if (values.every(value => typeof value === 'bigint')) {
    const sum = numeric(values.reduce((total, value) => total + value, 0n))
    return name === 'SUM' ? sum : new Numeric(sum.numerator, BigInt(values.length))
  }
  const sum = values.reduce<number>(
    (total, value) => total + (typeof value === 'number' ? double(value) : fail(`${name} takes numbers`)),
    0,
  )
  return name === 'SUM' ? sum : sum / values.length
}

function fail(problem: string): never {
  throw new RwError(problem)
}
