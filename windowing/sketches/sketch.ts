/** What a sketch counts. Integers from ±2^53 on are bigints; a smaller bigint counts as the number. */
export type SketchValue = string | number | bigint | boolean | Uint8Array

/** A summary of many values in bounded memory. Its bytes hold everything: a decoded sketch goes on exactly like the encoded one. */
export interface Sketch<Value> {
  add(value: Value): void
  /** Takes in all that `other` has seen; `other` stays as it is. Throws `RangeError` if it was made with another parameter. */
  merge(other: this): void
  encode(): Uint8Array
  /** Bytes of memory held; estimated for boxed values. */
  readonly byteLength: number
}

/** Bytes that are no sketch of the asked kind: damaged, cut off, or written by a newer version. */
export class SketchError extends Error {
  override readonly name = 'SketchError'
}

/** `value` if it is an integer between `least` and `most`, else a `RangeError` that says so. */
export function integerBetween(name: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} is ${value}: give an integer between ${least} and ${most}`)
  return value
}

/** Equal values in one form: bigints within ±(2^53 − 1), and −0, become plain numbers. */
export function canonical(value: SketchValue): SketchValue {
  if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) return Number(value)
  return value === 0 ? 0 : value
}
