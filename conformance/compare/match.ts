/** What of two multisets belongs together. */
export interface Matching<Expected, Actual> {
  readonly missing: readonly Expected[]
  readonly extra: readonly Actual[]
}

/**
 * Pairs as many as possible, and gives what is left. A greedy choice could take the only partner of another, because tolerances make one value acceptable
 * for several: so choices are revised (Kuhn's algorithm).
 */
export function match<Expected, Actual>(
  expected: readonly Expected[],
  actual: readonly Actual[],
  fits: (expected: Expected, actual: Actual) => boolean,
): Matching<Expected, Actual> {
  const ownerOf = new Array<number>(actual.length).fill(-1)
  const place = (wanted: number, tried: Set<number>): boolean => {
    for (let index = 0; index < actual.length; index++) {
      if (tried.has(index) || !fits(expected[wanted], actual[index])) continue
      tried.add(index)
      if (ownerOf[index] >= 0 && !place(ownerOf[index], tried)) continue
      ownerOf[index] = wanted
      return true
    }
    return false
  }
  const missing = expected.filter((_, index) => !place(index, new Set()))
  return { missing, extra: actual.filter((_, index) => ownerOf[index] < 0) }
}
