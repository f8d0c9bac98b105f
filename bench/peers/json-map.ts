/** Plain JavaScript as most would write it: JSON.parse and one Map of objects by composite string. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { MAX_DELAY_MS, print, WINDOW_MS } from '../measure'

interface Open {
  readonly start: number
  count: number
  sum: number
}

async function main(file: string): Promise<void> {
  const open = new Map<string, Open>()
  let latest = Number.NEGATIVE_INFINITY
  let closed = Number.NEGATIVE_INFINITY
  const totals = { rows: 0, count: 0, sum: 0 }
  const close = (watermark: number) => {
    for (const [key, window] of open) {
      if (window.start + WINDOW_MS > watermark) continue
      totals.rows++
      totals.count += window.count
      totals.sum += window.sum
      open.delete(key)
    }
  }
  for await (const line of createInterface({
    input: createReadStream(file, { highWaterMark: 1 << 20 }),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const event = JSON.parse(line) as { createdAt: number; subreddit: string; score: number }
    const start = Math.floor(event.createdAt / WINDOW_MS) * WINDOW_MS
    const key = `${event.subreddit} ${start}`
    const window = open.get(key)
    if (window) {
      window.count++
      window.sum += event.score
    } else open.set(key, { start, count: 1, sum: event.score })
    if (event.createdAt > latest) {
      latest = event.createdAt
      const boundary = Math.floor((latest - MAX_DELAY_MS) / WINDOW_MS)
      if (boundary > closed) {
        closed = boundary
        close(latest - MAX_DELAY_MS)
      }
    }
  }
  close(Number.POSITIVE_INFINITY)
  print(totals)
}

void main(process.argv[2])
