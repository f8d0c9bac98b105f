import type { OracleKey, OracleValue } from './types'

/** Strings by code point, numbers by value, false before true, bytes by byte; values of one column are of one type. */
export function compareValues(left: OracleValue, right: OracleValue): number {
  if (typeof left === 'string' && typeof right === 'string') return compareLists(codePoints(left), codePoints(right))
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareLists([...left], [...right])
  const [first, second] = [left, right].map(value => (typeof value === 'boolean' ? Number(value) : value))
  if (typeof first !== 'number' && typeof first !== 'bigint') throw new TypeError(`no order for ${String(left)}`)
  if (typeof second !== 'number' && typeof second !== 'bigint') throw new TypeError(`no order for ${String(right)}`)
  return first < second ? -1 : first > second ? 1 : 0
}

const codePoints = (text: string) => Array.from(text, character => character.codePointAt(0) ?? 0)

function compareLists(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((item, index) => item !== right[index])
  if (place === -1) return left.length - right.length
  return place < right.length ? left[place] - right[place] : 1
}

/** Column by column. */
export function compareKeys(left: OracleKey, right: OracleKey): number {
  return left.map((value, column) => compareValues(value, right[column])).find(order => order !== 0) ?? 0
}

/** Equal exactly for equal values: 5 and 5n are one integer, '5' is none, −0 is 0. */
export function identity(value: OracleValue): string {
  if (typeof value === 'number' || typeof value === 'bigint') return `number ${value === 0 ? 0 : value}`
  return value instanceof Uint8Array ? `bytes ${value.join()}` : `${typeof value} ${value}`
}

/** A text that is equal for equal keys alone. */
export const keyIdentity = (key: OracleKey) => JSON.stringify(key.map(identity))
