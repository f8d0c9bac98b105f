import { compileCall } from './functions'
import { KsqlRefusal } from './lexer'
import type { Column, KsqlType, Node } from './syntax'
import {
  type Compiled,
  commonType,
  EvaluationError,
  equalValues,
  isNumeric,
  type KsqlRow,
  type KsqlValue,
  present,
  typeText,
} from './values'

const BOOLEAN: KsqlType = { base: 'BOOLEAN' }

/**
 * Types and evaluates an expression by the rules of ksqlDB's code generator (SqlToJavaVisitor, ExpressionTypeManager, CastEvaluator, InListEvaluator of ksql
 * 8.x): comparisons with null are false, everything else unboxes null and fails. @throws KsqlRefusal
 */
export function compileNode(node: Node, columns: readonly Column[]): Compiled {
  const compile = (inner: Node) => compileNode(inner, columns)
  switch (node.node) {
    case 'null':
      return { type: null, valueOf: () => null }
    case 'literal': {
      const { value } = node
      return { type: node.type, valueOf: () => value }
    }
    case 'column': {
      const column = columns.find(({ name }) => name === node.name)
      if (column === undefined)
        throw new KsqlRefusal(`there is no column ${node.name}; allowed: ${columns.map(({ name }) => name).join(', ')}`)
      return { type: column.type, valueOf: row => row.get(node.name) ?? null }
    }
    case 'unary': {
      const value = compile(node.value)
      if (!isNumeric(value.type)) throw new KsqlRefusal(`a sign before ${typeText(value.type)}`)
      return {
        type: value.type,
        valueOf: row => arithmetic('-', value.type?.base === 'DOUBLE' ? -0 : 0n, present(value.valueOf(row)), value.type),
      }
    }
    case 'not': {
      const value = conditionOf(compile(node.value))
      return { type: BOOLEAN, valueOf: row => !present(value.valueOf(row)) }
    }
    case 'isNull': {
      const value = compile(node.value)
      return { type: BOOLEAN, valueOf: row => (value.valueOf(row) === null) !== node.negated }
    }
    case 'in': {
      const value = compile(node.value)
      const list = node.list.map(compile)
      return {
        type: BOOLEAN,
        valueOf: row => {
          const wanted = value.valueOf(row)
          return wanted !== null && list.map(item => item.valueOf(row)).some(item => item !== null && compareValues(wanted, item) === 0)
        },
      }
    }
    case 'binary':
      return binary(node.operator, compile(node.left), compile(node.right))
    case 'case': {
      const branches = node.branches.map(([when, then]) => [conditionOf(compile(when)), compile(then)] as const)
      const otherwise = compile(node.otherwise)
      const type = commonType([...branches.map(([, then]) => then.type), otherwise.type], 'CASE')
      return { type, valueOf: row => (branches.find(([when]) => present(when.valueOf(row)) === true)?.[1] ?? otherwise).valueOf(row) }
    }
    case 'cast':
      return cast(compile(node.value), node.type)
    case 'array': {
      const items = node.items.map(compile)
      return {
        type: {
          base: 'ARRAY',
          item: commonType(
            items.map(({ type }) => type),
            'ARRAY',
          ),
        },
        valueOf: row => items.map(item => item.valueOf(row)),
      }
    }
    case 'map': {
      const entries = node.entries.map(([key, value]) => [compile(key), compile(value)] as const)
      const type: KsqlType = {
        base: 'MAP',
        item: commonType(
          entries.map(([, value]) => value.type),
          'MAP',
        ),
      }
      return { type, valueOf: row => new Map(entries.map(([key, value]) => [key.valueOf(row), value.valueOf(row)])) }
    }
    case 'member':
      return member(compile(node.base), node.name)
    case 'subscript':
      return subscript(compile(node.base), compile(node.index))
    case 'call':
      if (node.star) throw new KsqlRefusal(`${node.name}(*) is an aggregate`)
      return compileCall(
        node.name,
        node.arguments.map((argument, index) => (argument.node === 'call' ? orNull(compile(node.arguments[index])) : compile(argument))),
      )
  }
}

/** An argument that is a call gives null where it fails (evaluateOrReturnNull). */
function orNull(compiled: Compiled): Compiled {
  return {
    type: compiled.type,
    valueOf: row => {
      try {
        return compiled.valueOf(row)
      } catch (error) {
        if (error instanceof EvaluationError) return null
        throw error
      }
    },
  }
}

function conditionOf(compiled: Compiled): Compiled {
  if (compiled.type?.base !== 'BOOLEAN') throw new KsqlRefusal(`a condition is ${typeText(compiled.type)}; it must be BOOLEAN`)
  return compiled
}

function binary(operator: string, left: Compiled, right: Compiled): Compiled {
  if (operator === 'AND' || operator === 'OR') {
    conditionOf(left)
    conditionOf(right)
    // Java's && and ||: the right side is looked at only where it matters.
    const decides = operator === 'OR'
    return { type: BOOLEAN, valueOf: row => (present(left.valueOf(row)) === decides ? decides : present(right.valueOf(row))) }
  }
  if (['+', '-', '*', '/', '%'].includes(operator)) {
    if (!isNumeric(left.type) || !isNumeric(right.type)) throw new KsqlRefusal(`${typeText(left.type)} ${operator} ${typeText(right.type)}`)
    const type = wider(left.type, right.type)
    return { type, valueOf: row => arithmetic(operator, present(left.valueOf(row)), present(right.valueOf(row)), type) }
  }
  const numbers = isNumeric(left.type) && isNumeric(right.type)
  if (!numbers && typeText(left.type) !== typeText(right.type))
    throw new KsqlRefusal(`${typeText(left.type)} is compared with ${typeText(right.type)}`)
  if (left.type?.base === 'BOOLEAN' && !['=', '<>', '!='].includes(operator)) throw new KsqlRefusal('an order of BOOLEAN')
  return {
    type: BOOLEAN,
    valueOf: row => {
      const [a, b] = [left.valueOf(row), right.valueOf(row)]
      return a !== null && b !== null && holds(operator, compareValues(a, b))
    },
  }
}

function wider(left: KsqlType | null, right: KsqlType | null): KsqlType {
  const bases = [left?.base, right?.base]
  return { base: bases.includes('DOUBLE') ? 'DOUBLE' : bases.includes('BIGINT') ? 'BIGINT' : 'INTEGER' }
}

/** Java's arithmetic: integers wrap, and end with an exception by zero. */
function arithmetic(operator: string, a: KsqlValue, b: KsqlValue, type: KsqlType | null): KsqlValue {
  if (type?.base === 'DOUBLE') {
    const [x, y] = [Number(a), Number(b)]
    return operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : x % y
  }
  const [x, y] = [a as bigint, b as bigint]
  if ((operator === '/' || operator === '%') && y === 0n) throw new EvaluationError('division by zero')
  const result = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : x % y
  return BigInt.asIntN(type?.base === 'INTEGER' ? 32 : 64, result)
}

/** NaN for values without order. Texts by UTF-16 units, as Java's compareTo. */
export function compareValues(a: KsqlValue, b: KsqlValue): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
  if ((typeof a === 'bigint' || typeof a === 'number') && (typeof b === 'bigint' || typeof b === 'number')) {
    const [x, y] = [Number(a), Number(b)]
    return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN
  }
  return equalValues(a, b) ? 0 : 1
}

function holds(operator: string, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    default:
      return order !== 0
  }
}

/** Where a cast fails it gives null (evaluateOrReturnNull). */
function cast(value: Compiled, to: KsqlType): Compiled {
  const from = value.type
  if (from === null || typeText(from) === typeText(to)) return { type: to, valueOf: value.valueOf }
  const convert = conversion(from, to)
  return {
    type: to,
    valueOf: orNull({
      type: to,
      valueOf: row => {
        const held = value.valueOf(row)
        return held === null ? null : convert(held)
      },
    }).valueOf,
  }
}

function conversion(from: KsqlType, to: KsqlType): (value: KsqlValue) => KsqlValue {
  switch (`${from.base}-${to.base}`) {
    case 'INTEGER-BIGINT':
      return value => value
    case 'BIGINT-INTEGER':
      return value => BigInt.asIntN(32, value as bigint)
    case 'INTEGER-DOUBLE':
    case 'BIGINT-DOUBLE':
      return Number
    case 'DOUBLE-BIGINT':
      return value => saturated(Number(value))
    case 'BIGINT-STRING':
    case 'INTEGER-STRING':
    case 'BOOLEAN-STRING':
      return String
    case 'STRING-BIGINT':
      return value => parseLong(String(value).trim())
    case 'STRING-DOUBLE':
      return value => Number(String(value).trim())
    default:
      throw new KsqlRefusal(`the model has no cast from ${typeText(from)} to ${typeText(to)}`)
  }
}

/** Java's (long). */
function saturated(value: number): bigint {
  if (Number.isNaN(value)) return 0n
  if (value >= 2 ** 63) return 2n ** 63n - 1n
  return value <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(value))
}

export function parseLong(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new EvaluationError('no number')
  const value = BigInt(text.replace('+', ''))
  if (BigInt.asIntN(64, value) !== value) throw new EvaluationError('no long')
  return value
}

/** A member of a null STRUCT is null. */
function member(base: Compiled, name: string): Compiled {
  const field = base.type?.base === 'STRUCT' ? base.type.fields.find(candidate => candidate.name === name) : undefined
  if (field === undefined) throw new KsqlRefusal(`->${name} behind ${typeText(base.type)}`)
  return {
    type: field.type,
    valueOf: row => {
      const held = base.valueOf(row)
      return held instanceof Map ? ((held as ReadonlyMap<KsqlValue, KsqlValue>).get(name) ?? null) : null
    },
  }
}

/** Lists count from 1, from the end where negative; null beyond (ArrayAccess). */
function subscript(base: Compiled, index: Compiled): Compiled {
  const { type } = base
  if (type?.base !== 'ARRAY' && type?.base !== 'MAP') throw new KsqlRefusal(`[…] behind ${typeText(type)}`)
  return {
    type: type.item,
    valueOf: (row: KsqlRow) => {
      const held = present(base.valueOf(row))
      const wanted = index.valueOf(row)
      if (held instanceof Map) return (held as ReadonlyMap<KsqlValue, KsqlValue>).get(wanted) ?? null
      const list = held as readonly KsqlValue[]
      const place = Number(present(wanted))
      return list[place > 0 ? place - 1 : list.length + place] ?? null
    },
  }
}
