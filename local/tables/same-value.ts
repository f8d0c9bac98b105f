import type { RecordValue, Value } from '../../pipeline'

/** Sums of doubles may differ in their last bits with the order in which they were added. */
const tolerance = 1e-9

/** Whether two rows hold the same values. */
export function sameRow(left: RecordValue, right: RecordValue): boolean {
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every(name => name in right && sameValue(left[name], right[name]))
}

/** Whether two values are the same; doubles to a relative tolerance of 1e-9. */
export function sameValue(left: Value, right: Value): boolean {
  if (typeof left === 'number' && typeof right === 'number')
    return left === right || Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right))
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return left === right
  if (left instanceof Uint8Array || right instanceof Uint8Array)
    return left instanceof Uint8Array && right instanceof Uint8Array && Buffer.compare(left, right) === 0
  if (isList(left) || isList(right))
    return isList(left) && isList(right) && left.length === right.length && left.every((element, index) => sameValue(element, right[index]))
  return sameRow(left, right)
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
