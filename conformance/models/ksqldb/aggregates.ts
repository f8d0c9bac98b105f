import { compareValues, compileNode } from './expressions'
import { KsqlRefusal } from './lexer'
import type { Column, KsqlType, Node } from './syntax'
import { type Compiled, equalValues, isNumeric, type KsqlRow, type KsqlValue, typeText } from './values'

/** An aggregate of a query: its input, and its value over the inputs in the order of arrival. */
interface Aggregate {
  readonly column: Column
  readonly input: Compiled | null
  readonly fold: (values: readonly KsqlValue[]) => KsqlValue
}

export interface AggregatingQuery {
  /** The expression with columns in the place of aggregates. */
  readonly rewrite: (node: Node) => Node
  readonly aggregates: readonly Aggregate[]
}

const NAMES = new Set(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'COUNT_DISTINCT', 'COLLECT_SET'])

/** Takes aggregates out of expressions; after ksql's package function.udaf. */
export function aggregating(columns: readonly Column[]): AggregatingQuery {
  const aggregates: Aggregate[] = []
  const rewrite = (node: Node): Node => {
    if (node.node !== 'call' || !NAMES.has(node.name)) return mapNode(node, rewrite)
    const name = `aggregate ${aggregates.length}`
    const input = node.star ? null : compileNode(node.arguments[0], columns)
    const { type, fold } = aggregateOf(node.name, input)
    aggregates.push({ column: { name, type }, input, fold })
    return { node: 'column', name }
  }
  return { rewrite, aggregates }
}

function aggregateOf(name: string, input: Compiled | null): { readonly type: KsqlType; readonly fold: Aggregate['fold'] } {
  const type = input?.type ?? null
  if (name === 'COUNT')
    return { type: { base: 'BIGINT' }, fold: values => BigInt(input === null ? values.length : values.filter(known).length) }
  if (type === null) throw new KsqlRefusal(`${name} of nothing`)
  switch (name) {
    case 'SUM':
      numeric(name, type)
      return {
        type,
        fold: values =>
          type.base === 'DOUBLE'
            ? values.filter(known).reduce<number>((sum, value) => sum + Number(value), 0)
            : BigInt.asIntN(
                64,
                values.filter(known).reduce<bigint>((sum, value) => sum + (value as bigint), 0n),
              ),
      }
    case 'AVG':
      numeric(name, type)
      return { type: { base: 'DOUBLE' }, fold: values => average(values.filter(known).map(Number)) }
    case 'MIN':
    case 'MAX':
      return {
        type,
        fold: values =>
          values
            .filter(known)
            .reduce<KsqlValue>(
              (best, value) => (best === null || compareValues(value, best) * (name === 'MIN' ? 1 : -1) < 0 ? value : best),
              null,
            ),
      }
    case 'COUNT_DISTINCT':
      // An estimate of HyperLogLog there; exact here, which is within its error.
      return { type: { base: 'BIGINT' }, fold: values => BigInt(distinct(values.filter(known)).length) }
    default:
      return { type: { base: 'ARRAY', item: type }, fold: distinct }
  }
}

function numeric(name: string, type: KsqlType): void {
  if (!isNumeric(type)) throw new KsqlRefusal(`${name} of ${typeText(type)}`)
}

const known = (value: KsqlValue): boolean => value !== null
const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** COLLECT_SET keeps null, too. */
function distinct(values: readonly KsqlValue[]): readonly KsqlValue[] {
  return values.filter((value, index) => values.findIndex(other => equalValues(other, value)) === index)
}

/** The same node over other children. */
function mapNode(node: Node, map: (node: Node) => Node): Node {
  switch (node.node) {
    case 'unary':
    case 'not':
    case 'isNull':
    case 'cast':
      return { ...node, value: map(node.value) }
    case 'binary':
      return { ...node, left: map(node.left), right: map(node.right) }
    case 'in':
      return { ...node, value: map(node.value), list: node.list.map(map) }
    case 'case':
      return { ...node, branches: node.branches.map(([when, then]) => [map(when), map(then)]), otherwise: map(node.otherwise) }
    case 'call':
      return { ...node, arguments: node.arguments.map(map) }
    case 'array':
      return { ...node, items: node.items.map(map) }
    case 'map':
      return { ...node, entries: node.entries.map(([key, value]) => [map(key), map(value)]) }
    case 'member':
      return { ...node, base: map(node.base) }
    case 'subscript':
      return { ...node, base: map(node.base), index: map(node.index) }
    default:
      return node
  }
}

export function rowWith(row: KsqlRow, more: readonly (readonly [string, KsqlValue])[]): KsqlRow {
  return new Map([...row, ...more])
}
