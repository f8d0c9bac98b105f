/** Maps values by an asynchronous function, at most `concurrent` at a time, in order. */
export async function inTurns<A, B>(values: readonly A[], concurrent: number, map: (value: A) => Promise<B>): Promise<readonly B[]> {
  const results: B[] = []
  for (let from = 0; from < values.length; from += concurrent)
    results.push(...(await Promise.all(values.slice(from, from + concurrent).map(map))))
  return results
}
