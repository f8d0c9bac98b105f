import type { Value } from '../../pipeline'
import type { AggregateValue } from '../../windowing'
import { Row } from './row'

/** A boolean column of what the core has as 0 and 1. */
export function booleanValue(value: AggregateValue): Value {
  return value === null ? null : Number(value) === 1
}

export const topValues = (value: AggregateValue): Value => topRecords(value, asIs)
export const topBooleans = (value: AggregateValue): Value => topRecords(value, booleanValue)

const asIs = (value: AggregateValue) => value as Value

function topRecords(value: AggregateValue, convert: (value: AggregateValue) => Value): Value {
  if (!Array.isArray(value)) return asIs(value)
  return value.map((item: { readonly value: AggregateValue; readonly count: AggregateValue }) => {
    const record = new Row()
    record['value'] = convert(item.value)
    record['count'] = asIs(item.count)
    return record
  })
}
