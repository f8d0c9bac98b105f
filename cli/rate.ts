import { UsageError } from './errors'

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 }

/** `10k`, `2.5k`, `1m`, `250` or `10k/s`: events a second. */
export function rateOf(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)([km]?)(?:\/s)?$/i.exec(text)
  const rate = match === null ? Number.NaN : Number(match[1]) * FACTORS[match[2].toLowerCase()]
  if (rate >= 0.01 && rate <= 1_000_000) return rate
  throw new UsageError(`--rate got '${text}'; allowed are events a second from 0.01 to 1m, as 250, 10k or 2.5k`)
}
