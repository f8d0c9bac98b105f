/** Writes the benchmark's events: deterministic JSON lines of about 280 bytes with 12 members, keys by Zipf's law, up to 10 s out of order. */
import { closeSync, openSync, writeSync } from 'node:fs'

/** Mulberry32 (public domain): small, seeded, good enough for load. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Picks 0 … count − 1 with probability in proportion to 1 / (rank + 1). */
function zipf(count: number, random: () => number): () => number {
  const cumulative = new Float64Array(count)
  let total = 0
  for (let rank = 0; rank < count; rank++) {
    total += 1 / (rank + 1)
    cumulative[rank] = total
  }
  return () => {
    const target = random() * total
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (cumulative[middle] < target) low = middle + 1
      else high = middle
    }
    return low
  }
}

const DOMAINS = [
  'i.imgur.com',
  'imgur.com',
  'youtube.com',
  'self.AskReddit',
  'en.wikipedia.org',
  'twitter.com',
  'flickr.com',
  'example.org',
]
const WORDS = [
  'stream',
  'window',
  'event',
  'late',
  'café',
  '日本語',
  'watermark',
  'session',
  '😀',
  'partition',
  'key',
  'row',
  'cloud',
  'lake',
]
const START_MS = Date.UTC(2013, 6, 1)

export interface Load {
  readonly events: number
  readonly keys: number
  /** Event time that the events span. */
  readonly minutes: number
}

export function generate(file: string, { events, keys, minutes }: Load): void {
  const random = randomNumbers(20_130_701)
  const key = zipf(keys, random)
  const names = Array.from({ length: keys }, (_, rank) => `sub_${((rank * 7919) % 999_983).toString(36)}_${rank.toString(36)}`.slice(0, 16))
  const descriptor = openSync(file, 'w')
  let lines: string[] = []
  for (let index = 0; index < events; index++) {
    const lag = Math.min(10_000, -Math.log(1 - random()) * 1_000)
    const createdAt = Math.floor(START_MS + 10_000 + (index * minutes * 60_000) / events - lag)
    const ups = Math.floor(Math.exp(random() * 7))
    const downs = Math.floor(ups * random() * 1.1)
    const title: string[] = []
    for (let word = 0; word < 14; word++) title.push(WORDS[Math.floor(random() * WORDS.length)])
    const kind = random()
    if (kind < 0.05) title.push('\\"quoted\\"')
    else if (kind < 0.1) title.push('\\nnew line')
    else if (kind < 0.12) title.push('\\u2026')
    const edited = random() < 0.05 ? String(createdAt + 60_000) : 'null'
    lines.push(
      `{"id":"1h${index.toString(36).padStart(6, '0')}","createdAt":${createdAt},"subreddit":"${names[key()]}","domain":"${DOMAINS[Math.floor(random() * DOMAINS.length)]}",` +
        `"score":${ups - downs},"ups":${ups},"downs":${downs},"comments":${Math.floor(ups * random())},"editedAt":${edited},"author":"author${Math.floor(random() * 1e5)}",` +
        `"over18":${random() < 0.1},"title":"${title.join(' ')}"}\n`,
    )
    if (lines.length === 20_000) {
      writeSync(descriptor, lines.join(''))
      lines = []
    }
  }
  writeSync(descriptor, lines.join(''))
  closeSync(descriptor)
}
