import type { Aggregate, DataType, Field, NamedAggregate, NamedExpression, Step, Windowed } from './definition'

/** The field that an expression becomes in an event or row. */
export function fieldOf(name: string, type: DataType, optional: boolean): Field {
  return Object.freeze({ name, wireName: name, type, optional })
}

/** The fields of the events that a step gives, from those that it takes. */
export function fieldsAfter(fields: readonly Field[], step: Step): readonly Field[] {
  switch (step.step) {
    case 'where':
      return fields
    case 'project':
      return step.fields.map(({ name, expression }) => fieldOf(name, expression.type, expression.nullable))
    case 'explode': {
      const list = step.list.type
      const element: DataType = list.kind === 'list' ? list.element : { kind: 'string' }
      return [...fields, fieldOf(step.as, element, list.kind !== 'list' || list.elementOptional)]
    }
    case 'lookup': {
      const taken = step.take.flatMap(name => step.reference.fields.filter(field => field.name === name))
      return [...fields, ...taken.map(field => fieldOf(field.name, field.type, field.optional || step.join === 'left'))]
    }
  }
}

const WINDOW_TIME: DataType = Object.freeze({ kind: 'timestamp', wire: 'epoch-ms' })
/** Names of the first two columns of every windowed output; keys and aggregates must not be called so. */
export const WINDOW_COLUMNS: readonly string[] = Object.freeze(['windowStart', 'windowEnd'])

/** Columns of a windowed output: windowStart, windowEnd, keys (never null), aggregates. */
export function windowedColumns(windowed: Pick<Windowed, 'keys' | 'aggregates'>): readonly Field[] {
  return [
    ...WINDOW_COLUMNS.map(name => fieldOf(name, WINDOW_TIME, false)),
    ...windowed.keys.map(({ name, expression }: NamedExpression) => fieldOf(name, expression.type, false)),
    ...windowed.aggregates.map(({ name, type, nullable }: NamedAggregate) => fieldOf(name, type, nullable)),
  ]
}

/** Type and nullability of an aggregate's result. A window holds an event, so it is null only where inputs may be. */
export function aggregateResult(aggregate: Aggregate): { readonly type: DataType; readonly nullable: boolean } {
  switch (aggregate.aggregate) {
    case 'count':
    case 'countDistinct':
      return { type: { kind: 'int64' }, nullable: false }
    case 'avg':
    case 'approxCountDistinct':
    case 'quantile':
      return { type: { kind: 'double' }, nullable: aggregate.input.nullable }
    case 'sum':
      return { type: sumType(aggregate.input.type), nullable: aggregate.input.nullable }
    case 'topK':
      return { type: topType(aggregate.input.type), nullable: false }
    default:
      return { type: aggregate.input.type, nullable: aggregate.input.nullable }
  }
}

function sumType(type: DataType): DataType {
  return type.kind === 'decimal' ? { kind: 'decimal', precision: 38, scale: type.scale } : type
}

function topType(type: DataType): DataType {
  const fields = [fieldOf('value', type, false), fieldOf('count', { kind: 'int64' }, false)]
  return { kind: 'list', element: { kind: 'record', fields }, elementOptional: false }
}
