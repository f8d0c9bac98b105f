import type { RecordValue, Value } from '../../pipeline'
import { compareText } from '../../windowing'

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return a[index] - b[index]
  }
  return a.length - b.length
}

/** Order of two values of one type that are not null. Numbers and bigints compare exactly. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b)
  const left = a as number
  const right = b as number
  return left < right ? -1 : left > right ? 1 : 0
}

/** Equality of two values of one type, into lists and records; within those null equals null. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((element: Value, index) => equalValues(element, b[index]))
  if (b instanceof Uint8Array || Array.isArray(b)) return false
  const left = a as RecordValue
  const right = b as RecordValue
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length && names.every(name => Object.hasOwn(right, name) && equalValues(left[name], right[name]))
  )
}

/** SQL's IN: true if one is equal, else null if one of the list is null, else false. `value` is not null. */
export function isIn(value: Value, list: readonly Value[]): boolean | null {
  let unknown = false
  for (const candidate of list) {
    if (candidate === null) unknown = true
    else if (equalValues(value, candidate)) return true
  }
  return unknown ? null : false
}
