import type { RecordValue, Value } from '../../pipeline'
import { fail } from './failure'
import type { Integer } from './integers'

/** The element at `index`, counted from 1; null beyond the last. */
export function listElement(list: readonly Value[], index: Integer): Value {
  if (index < 1) fail(`listElement asks for element ${index}; elements count from 1`)
  return index > list.length ? null : list[Number(index) - 1]
}

/** A record's field; null where the record is null or has no such field of its own. */
export function member(record: RecordValue | null, name: string): Value {
  return record !== null && Object.hasOwn(record, name) ? record[name] : null
}
