/** @throws RangeError unless `value` is an integer of at least `least`. */
export function checkCount(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${name} must be an integer of at least ${least}, got ${value}`)
}

/** The indexes of partitions are below it. */
const INDEX_LIMIT = 2 ** 32

/** @throws RangeError unless the indexes are different ones, at least one. */
export function checkIndexes(name: string, indexes: readonly number[]): void {
  if (indexes.length === 0) throw new RangeError(`${name} must be at least one index, got none`)
  if (new Set(indexes).size < indexes.length) throw new RangeError(`${name} must be different indexes, got ${indexes.join(', ')}`)
  for (const index of indexes) checkIndex(name, index)
}

/** @throws RangeError unless these are a count or indexes of producers. */
export function checkProducers(producers: number | readonly number[]): void {
  if (typeof producers === 'number') checkCount('producers', producers, 1)
  else checkIndexes('producers', producers)
}

/** @throws RangeError unless `value` is an integer from 0 to `count` − 1. */
export function checkIndex(name: string, value: number, count = INDEX_LIMIT): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= count)
    throw new RangeError(`${name} must be an integer from 0 to ${count - 1}, got ${value}`)
}
