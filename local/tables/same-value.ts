import type { DataType, Field, RecordValue, Value } from '../../pipeline'

/** Sums of doubles may differ in their last bits with the order in which they were added. */
const tolerance = 1e-9

/** Whether two rows of these columns hold the same values. */
export function sameRow(columns: readonly Field[], left: RecordValue, right: RecordValue): boolean {
  return columns.every(({ name, type }) => sameValue(type, left[name] ?? null, right[name] ?? null))
}

/** Whether two values of a type are the same; doubles to a relative tolerance of 1e-9, all others exactly. */
function sameValue(type: DataType, left: Value, right: Value): boolean {
  if (typeof left === 'number' && typeof right === 'number')
    return left === right || (type.kind === 'double' && Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right)))
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return left === right
  if (left instanceof Uint8Array || right instanceof Uint8Array)
    return left instanceof Uint8Array && right instanceof Uint8Array && Buffer.compare(left, right) === 0
  if (type.kind === 'list')
    return (
      isList(left) &&
      isList(right) &&
      left.length === right.length &&
      left.every((element, index) => sameValue(type.element, element, right[index]))
    )
  return type.kind === 'record' && !isList(left) && !isList(right) && sameRow(type.fields, left, right)
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
