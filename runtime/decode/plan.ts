import type { Field, Source } from '../../pipeline'

/** What a decoder does with one field of the source. */
export interface FieldPlan {
  readonly field: Field
  /** Index of the field's column, or -1: the field is only checked. */
  readonly column: number
  readonly isEventTime: boolean
  /** JSON pointer. */
  readonly path: string
}

/** Pairs the source's fields with the columns that were asked for. Throws a `RangeError` where a name is unknown or twice there. */
export function planFields(source: Source, fields: readonly string[]): readonly FieldPlan[] {
  const known = new Set(source.fields.map(field => field.name))
  for (const name of fields) {
    if (!known.has(name))
      throw new RangeError(`got the field '${name}', which the source '${source.name}' doesn't have; use one of its fields`)
  }
  if (new Set(fields).size < fields.length) throw new RangeError(`got a field twice among '${fields.join("', '")}'; name each once`)
  const eventTime = source.fields.find(field => field.name === source.eventTime)
  if (eventTime?.type.kind !== 'timestamp') {
    throw new RangeError(`got the event time '${source.eventTime}', which is no timestamp field of the source '${source.name}'; name one`)
  }
  return source.fields.map(field => ({
    field,
    column: fields.indexOf(field.name),
    isEventTime: field === eventTime,
    path: `/${field.wireName.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  }))
}

/** The fields that have a column, in the order of the columns. */
export function columnFields(plans: readonly FieldPlan[]): readonly Field[] {
  return plans
    .filter(plan => plan.column >= 0)
    .sort((a, b) => a.column - b.column)
    .map(plan => plan.field)
}
