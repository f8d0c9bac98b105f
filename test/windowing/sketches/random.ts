/** A seeded source of uniform numbers in [0, 1): mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let word = Math.imul(state ^ (state >>> 15), 1 | state)
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Longer runs: STREAMBED_RUNS multiplies the number of trials. */
export const RUNS = Number(process.env.STREAMBED_RUNS ?? '1')
