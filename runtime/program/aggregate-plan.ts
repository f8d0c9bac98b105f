import type { Aggregate, DataType, Expression, NamedAggregate } from '../../pipeline'
import type { AggregateSpecification, InputKind } from '../../windowing'
import type { ColumnPlan } from './input-buffer'
import type { Environment } from './source-columns'
import { plainField } from './step-code'

/** The precision of a sum of decimals. */
const DECIMAL_DIGITS = 38

/** A column of the window input, and what fills it. */
export interface PlannedColumn {
  readonly plan: ColumnPlan
  readonly expression: Expression
  /** Only whether the value is null matters. */
  readonly presence: boolean
  /** Index of the first aggregate that needs it. */
  readonly aggregate: number
}

export interface AggregatePlan {
  readonly specifications: readonly AggregateSpecification[]
  readonly columns: readonly PlannedColumn[]
}

/** Columns for the aggregates' inputs (equal inputs share one), and the core's specifications. */
export function planAggregates(environment: Environment, aggregates: readonly NamedAggregate[], oneToOne: boolean): AggregatePlan {
  const columns: PlannedColumn[] = []
  const indexOf = new Map<string, number>()
  const column = (expression: Expression, presence: boolean, aggregate: number): number => {
    // of an input that is there as a value, presence is known too
    const text = fingerprintOf(expression)
    const known = indexOf.get(`value ${text}`) ?? (presence ? indexOf.get(`presence ${text}`) : undefined)
    if (known !== undefined) return known
    const index = columns.push({ plan: planColumn(environment, expression, presence, oneToOne), expression, presence, aggregate }) - 1
    indexOf.set(`${presence ? 'presence' : 'value'} ${text}`, index)
    return index
  }
  // values first, so that counts can share them
  const inputs = new Map<number, number>()
  for (const isPresence of [false, true]) {
    for (const [index, { aggregate }] of aggregates.entries()) {
      if (aggregate.input === null || (aggregate.aggregate === 'count') !== isPresence) continue
      if (isPresence && !aggregate.input.nullable && neverFails(aggregate.input)) continue
      inputs.set(index, column(aggregate.input, isPresence, index))
    }
  }
  const specifications = aggregates.map(({ aggregate }, index) =>
    specify(aggregate, inputs.get(index) ?? -1, columns[inputs.get(index) ?? -1]),
  )
  return { specifications, columns }
}

/** A plain field: its evaluation can be left out. */
function neverFails(expression: Expression): boolean {
  return expression.node === 'field' || expression.node === 'literal'
}

function planColumn(environment: Environment, expression: Expression, presence: boolean, oneToOne: boolean): ColumnPlan {
  const source = plainField(environment, expression)?.column
  if (source && oneToOne && source.kind !== 'text') return { from: 'batch', source }
  return { from: presence || inputKindOf(expression.type) !== 'object' ? 'numbers' : 'objects' }
}

/** How the core takes an input of a type. */
export function inputKindOf(type: DataType): InputKind {
  switch (type.kind) {
    case 'double':
      return 'double'
    case 'string':
    case 'enum':
    case 'bytes':
    case 'list':
    case 'record':
      return 'object'
    default:
      return 'integer'
  }
}

function specify(aggregate: Aggregate, column: number, planned: PlannedColumn | undefined): AggregateSpecification {
  const kindOfColumn =
    planned && (planned.plan.from === 'numbers' || (planned.plan.from === 'batch' && planned.plan.source.kind === 'number'))
  const input = planned === undefined ? 'integer' : kindOfColumn ? numberKind(planned.expression.type) : 'object'
  switch (aggregate.aggregate) {
    case 'sum':
      return aggregate.input.type.kind === 'decimal'
        ? { aggregate: 'sum', column, input, digits: DECIMAL_DIGITS }
        : { aggregate: 'sum', column, input }
    case 'avg':
      return { aggregate: 'avg', column, input, divisor: aggregate.input.type.kind === 'decimal' ? 10 ** aggregate.input.type.scale : 1 }
    case 'approxCountDistinct':
      return { aggregate: 'approxCountDistinct', column, input, precision: aggregate.precision }
    case 'quantile':
      return { aggregate: 'quantile', column, input, fraction: aggregate.fraction, accuracy: aggregate.accuracy }
    case 'topK':
      return { aggregate: 'topK', column, input, limit: aggregate.limit, capacity: aggregate.capacity }
    case 'first':
    case 'last':
      return { aggregate: aggregate.aggregate, column, input, keepNulls: aggregate.keepNulls }
    default:
      return { aggregate: aggregate.aggregate, column, input }
  }
}

function numberKind(type: DataType): InputKind {
  return type.kind === 'double' ? 'double' : 'integer'
}

/** Equal for equal expressions. */
function fingerprintOf(expression: Expression): string {
  return JSON.stringify(expression, (_, value: unknown) => {
    if (typeof value === 'bigint') return { bigint: value.toString() }
    if (Object.is(value, -0)) return { negativeZero: true }
    return value instanceof Uint8Array ? { bytes: [...value] } : value
  })
}
