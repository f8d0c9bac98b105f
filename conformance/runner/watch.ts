/** So long may a driver give no sign: no result, no progress. Engines that restart a broken job for ever do so in silence. */
export const SILENCE_MS = 10 * 60_000

/** The items of `results`; throws when neither an item nor `lastSign` (a time of `performance.now()`) came for so long. */
export async function* watched<Item>(results: AsyncIterable<Item>, lastSign: () => number, silenceMs: number): AsyncGenerator<Item> {
  const iterator = results[Symbol.asyncIterator]()
  let finished = false
  try {
    for (;;) {
      const next = await unlessSilent(iterator.next(), lastSign, silenceMs)
      finished = next.done === true
      if (next.done) return
      yield next.value
    }
  } catch (error) {
    finished = true
    throw error
  } finally {
    // One that hangs can't be waited for.
    if (!finished) await iterator.return?.()
  }
}

async function unlessSilent<T>(promise: Promise<T>, lastSign: () => number, silenceMs: number): Promise<T> {
  const since = performance.now()
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setInterval(
      () => {
        if (performance.now() - Math.max(since, lastSign()) > silenceMs) reject(new Error(`no result and no progress for ${silenceMs} ms`))
      },
      Math.min(1_000, silenceMs),
    )
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearInterval(timer)
    promise.catch(() => {})
  }
}
