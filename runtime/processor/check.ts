/** @throws RangeError unless `value` is an integer of at least `least`. */
export function checkCount(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${name} must be an integer of at least ${least}, got ${value}`)
}

/** @throws RangeError unless `value` is an integer from 0 to `count` − 1. */
export function checkIndex(name: string, value: number, count: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= count)
    throw new RangeError(`${name} must be an integer from 0 to ${count - 1}, got ${value}`)
}
