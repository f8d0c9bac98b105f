import {
  type Aggregate,
  aggregateResult,
  type DataKind,
  type Expression,
  type Field,
  type NamedAggregate,
  type NamedExpression,
  type Output,
  type Windowed,
  windowedColumns,
} from '../../../../pipeline'
import type { WindowSpecification } from '../../../../windowing'
import type { Choices } from '../../../windowing/oracle/cases'
import { Expressions } from './expressions'
import { stepsOf } from './steps'

const DAY_MS = 86_400_000
const KEY_KINDS: readonly DataKind[] = ['string', 'enum', 'boolean', 'int64', 'decimal', 'timestamp', 'date']
const NUMERIC: readonly DataKind[] = ['int64', 'double', 'decimal']
const ORDERED: readonly DataKind[] = [...NUMERIC, 'string', 'enum', 'timestamp', 'date']
const SCALAR: readonly DataKind[] = [...ORDERED, 'boolean', 'bytes']
const ANY: readonly DataKind[] = [...SCALAR, 'list', 'record']

const AGGREGATES: Readonly<Record<'count' | 'sum' | 'avg' | 'min' | 'max' | 'countDistinct' | 'first' | 'last', readonly DataKind[]>> = {
  count: ANY,
  sum: NUMERIC,
  avg: NUMERIC,
  min: ORDERED,
  max: ORDERED,
  countDistinct: SCALAR,
  first: ANY,
  last: ANY,
}

function windowOf(choices: Choices): WindowSpecification {
  const kind = choices.of(['tumbling', 'hopping', 'session'] as const)
  if (kind === 'session') return { kind, gapMs: choices.of([10, 2, 5, 60, 1000]) }
  const step = choices.of([10, 5, 1, 60, 1000, DAY_MS])
  const offsetMs = choices.of([0, 0, 1, 3, 9, step - 1]) % step
  if (kind === 'tumbling') return { kind, sizeMs: step, offsetMs }
  return { kind, sizeMs: step * choices.of([2, 3, 1, 5]), hopMs: step, offsetMs }
}

/** A plain field more often than a computed one. */
function expressionOf(kinds: readonly DataKind[], fields: readonly Field[], choices: Choices): Expression | undefined {
  const expressions = new Expressions(fields, choices)
  const kind = choices.of(kinds)
  return choices.below(3) < 2 ? (expressions.field(kind) ?? expressions.of(kind, 2)) : expressions.of(kind, 2)
}

function aggregateOf(fields: readonly Field[], choices: Choices): Aggregate {
  const aggregate = choices.of(['count', 'sum', 'avg', 'min', 'max', 'countDistinct', 'first', 'last'] as const)
  const input = expressionOf(AGGREGATES[aggregate], fields, choices)
  if (input === undefined || (aggregate === 'count' && choices.below(2) === 0)) return { aggregate: 'count', input: null }
  return aggregate === 'first' || aggregate === 'last' ? { aggregate, input, keepNulls: choices.below(2) === 1 } : { aggregate, input }
}

function windowedOf(fields: readonly Field[], choices: Choices): Windowed {
  const keys = Array.from({ length: choices.of([1, 1, 2, 0, 3]) }, (_, index): NamedExpression[] => {
    const expression = expressionOf(KEY_KINDS, fields, choices)
    return expression === undefined ? [] : [{ name: `key${index}`, expression }]
  }).flat()
  const aggregates = Array.from({ length: choices.of([1, 2, 3, 4]) }, (_, index): NamedAggregate => {
    const aggregate = aggregateOf(fields, choices)
    return { name: `aggregate${index}`, aggregate, ...aggregateResult(aggregate) }
  })
  const without = { keys, window: windowOf(choices), aggregates }
  const having = choices.below(3) === 2 ? new Expressions(exactColumns(without), choices).of('boolean', 2) : undefined
  return { ...without, having: having ?? null }
}

/** Columns whose values are known to the bit: not sums and means of doubles, which depend on the order of additions. */
function exactColumns(windowed: Pick<Windowed, 'keys' | 'aggregates'>): readonly Field[] {
  const inexact = windowed.aggregates.filter(
    ({ aggregate }) => aggregate.aggregate === 'avg' || (aggregate.aggregate === 'sum' && aggregate.input.type.kind === 'double'),
  )
  return windowedColumns(windowed).filter(
    column => !inexact.some(({ name }) => name === column.name) && column.type.kind !== 'list' && column.type.kind !== 'record',
  )
}

/** A chain from the source to an output: a raw archive, a filtered stream, or windows. */
export function outputOf(name: string, source: readonly Field[], choices: Choices): Output {
  const into = { kind: 'stream', name } as const
  const kind = choices.below(8)
  if (kind === 7) return { name, steps: [], windowed: null, into, columns: plainColumns(source) }
  const { steps, fields } = stepsOf(source, choices)
  if (kind >= 5) return { name, steps, windowed: null, into, columns: plainColumns(fields) }
  const windowed = windowedOf(fields, choices)
  return { name, steps, windowed, into, columns: windowedColumns(windowed) }
}

const plainColumns = (fields: readonly Field[]): readonly Field[] => fields.map(field => ({ ...field, wireName: field.name }))
