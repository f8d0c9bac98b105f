import type { Aggregate, DataKind } from '../../../../pipeline'
import type { AggregateSpecification } from '../../../../windowing'

const OBJECTS: readonly DataKind[] = ['string', 'enum', 'bytes', 'list', 'record']

/** An aggregate as the oracle takes it; its input is the column with the aggregate's own index. */
export function specificationOf(aggregate: Aggregate, index: number): AggregateSpecification {
  if (aggregate.input === null) return { aggregate: 'count', column: -1, input: 'integer' }
  const { type } = aggregate.input
  const input = OBJECTS.includes(type.kind) ? 'object' : type.kind === 'double' ? 'double' : 'integer'
  const base = { column: index, input } as const
  switch (aggregate.aggregate) {
    case 'sum':
      return { aggregate: 'sum', ...base, ...(type.kind === 'decimal' && { digits: 38 }) }
    case 'avg':
      return { aggregate: 'avg', ...base, divisor: type.kind === 'decimal' ? 10 ** type.scale : 1 }
    case 'first':
    case 'last':
      return { aggregate: aggregate.aggregate, ...base, keepNulls: aggregate.keepNulls }
    case 'count':
    case 'min':
    case 'max':
    case 'countDistinct':
      return { aggregate: aggregate.aggregate, ...base }
    default:
      throw new TypeError(`${aggregate.aggregate} is a sketch: its values have bounds that depend on the engine`)
  }
}
