/** What each peer prints: its rows' totals, so that all peers are seen to do the same work, and its own notes. */
export interface PeerResult {
  readonly rows: number
  readonly count: number
  readonly sum: number
  /** Further figures, by name. */
  readonly notes?: Readonly<Record<string, number>>
}

export function print(result: PeerResult): void {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The peers' workload: windows per subreddit, kept open for 10 s of disorder. */
export const WINDOW_MS = 60_000
export const MAX_DELAY_MS = 10_000
