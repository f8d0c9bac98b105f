import { arithmetic, callFunction } from './functions'
import { runScript } from './script'
import type { Node } from './syntax'
import { AsaError, type AsaValue, compared, converted, DateTime, keyOf, TICKS_PER_MS } from './values'

/** An event on its way: its time and what its columns are called in each relation that stands behind FROM. */
export interface Row {
  readonly timeMs: number
  readonly relations: ReadonlyMap<string, ReadonlyMap<string, AsaValue>>
}

/** A value; of a group's rows, where aggregates are asked for. Predicates give true, false or null. */
export function evaluate(node: Node, row: Row, group?: readonly Row[]): AsaValue {
  const value = (inner: Node) => evaluate(inner, row, group)
  switch (node.node) {
    case 'column':
      return columnOf(node.path, row)
    case 'text':
    case 'bigint':
    case 'float':
      return node.value
    case 'null':
      return null
    case 'timestamp':
      return new DateTime(BigInt(row.timeMs) * TICKS_PER_MS)
    case 'call':
      return callFunction(node.name, node.arguments.map(value))
    case 'aggregate':
      if (group === undefined) throw new AsaError(`${node.name} stands outside of GROUP BY`)
      return aggregated(node, group)
    case 'userAggregate':
      if (group === undefined) throw new AsaError('an aggregate stands outside of GROUP BY')
      return runScript(
        node.script,
        group.map(({ timeMs, relations }) => [evaluate(node.input, { timeMs, relations }), timeMs]),
      )
    case 'cast': {
      const found = converted(value(node.argument), node.type)
      if (found !== undefined) return found
      if (node.tries) return null
      throw new AsaError(`CAST to ${node.type} fails, and stops the job`)
    }
    case 'case': {
      const branch = node.branches.find(([when]) => value(when) === true)
      return value(branch === undefined ? node.otherwise : branch[1])
    }
    case 'minus':
      return arithmetic('-', 0n, value(node.argument))
    case 'not': {
      const truth = value(node.argument)
      return truth === null ? null : truth === false
    }
    case 'isNull':
      return (value(node.argument) === null) !== node.not
    case 'in':
      return any(node.values.map(one => comparison('=', value(node.argument), value(one))))
    case 'binary':
      return binary(
        node.operator,
        () => value(node.left),
        () => value(node.right),
      )
  }
}

function binary(operator: string, left: () => AsaValue, right: () => AsaValue): AsaValue {
  if (operator === 'OR') return any([left(), right()])
  if (operator === 'AND') {
    const not = any([left(), right()].map(truth => (truth === null ? null : truth === false)))
    return not === null ? null : !not
  }
  return '+-*/%'.includes(operator) ? arithmetic(operator, left(), right()) : comparison(operator, left(), right())
}

function any(truths: readonly AsaValue[]): boolean | null {
  if (truths.includes(true)) return true
  return truths.includes(null) ? null : false
}

function comparison(operator: string, left: AsaValue, right: AsaValue): boolean | null {
  if (left === null || right === null) return null
  const order = compared(left, right)
  if (order === undefined) throw new AsaError(`${operator} compares values of different types`)
  switch (operator) {
    case '=':
      return order === 0
    case '<>':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    default:
      return order >= 0
  }
}

function columnOf([first, ...others]: readonly string[], { relations }: Row): AsaValue {
  const relation = others.length > 0 ? relations.get(first) : undefined
  if (relation !== undefined) return memberOf(relation.get(others[0]) ?? null, others.slice(1))
  const own = [...relations.values()].find(columns => columns.has(first))
  return memberOf(own?.get(first) ?? null, others)
}

function memberOf(value: AsaValue, path: readonly string[]): AsaValue {
  return path.reduce<AsaValue>((record, name) => (record instanceof Map ? (record.get(name) ?? null) : null), value)
}

function aggregated(node: Extract<Node, { readonly node: 'aggregate' }>, group: readonly Row[]): AsaValue {
  const { input, name } = node
  if (input === null) return BigInt(group.length)
  const values: readonly AsaValue[] = group.map(row => evaluate(input, row)).filter(value => value !== null)
  if (name === 'COUNT') return BigInt(node.distinct ? new Set(values.map(keyOf)).size : values.length)
  if (values.length === 0) return null
  switch (name) {
    case 'SUM':
      return values.reduce((sum, value) => arithmetic('+', sum, value))
    case 'AVG': {
      const sum = values.reduce((total, value) => arithmetic('+', total, value))
      return arithmetic('/', sum, typeof sum === 'bigint' ? BigInt(values.length) : values.length)
    }
    case 'MIN':
    case 'MAX':
      if (values.some(value => typeof value === 'string')) throw new AsaError(`${name} takes a text for a float`)
      return values.reduce((best, value) => ((compared(value, best) ?? 0) < 0 === (name === 'MIN') ? value : best))
    default: {
      const sorted = values.toSorted((left, right) => compared(left, right) ?? 0)
      return sorted[Math.max(0, Math.ceil(node.fraction * sorted.length) - 1)]
    }
  }
}
