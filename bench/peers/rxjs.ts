/** RxJS: groupBy per (key, window), reduced when a notifier passes the window's end. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { filter, from, groupBy, map, mergeMap, reduce, Subject, tap } from 'rxjs'
import { MAX_DELAY_MS, print, WINDOW_MS } from '../measure'

interface Post {
  readonly createdAt: number
  readonly subreddit: string
  readonly score: number
}

const file = process.argv[2]
const totals = { rows: 0, count: 0, sum: 0 }
const boundaries = new Subject<number>()
let latest = Number.NEGATIVE_INFINITY
let closed = Number.NEGATIVE_INFINITY
const startOf = (post: Post) => Math.floor(post.createdAt / WINDOW_MS) * WINDOW_MS

/** Moves the notifier; called with each event's time before it is grouped (it never closes its own window). */
function advance(time: number): void {
  if (time <= latest) return
  latest = time
  const boundary = Math.floor((latest - MAX_DELAY_MS) / WINDOW_MS)
  if (boundary > closed) {
    closed = boundary
    boundaries.next(latest - MAX_DELAY_MS)
  }
}

from(createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }), crlfDelay: Number.POSITIVE_INFINITY }))
  .pipe(
    map(line => JSON.parse(line) as Post),
    tap(post => advance(post.createdAt)),
    groupBy(post => `${post.subreddit} ${startOf(post)}`, {
      duration: group => {
        const end = Number(group.key.slice(group.key.lastIndexOf(' ') + 1)) + WINDOW_MS
        return boundaries.pipe(filter(watermark => watermark >= end))
      },
    }),
    mergeMap(group =>
      group.pipe(reduce((window, post) => ({ count: window.count + 1, sum: window.sum + post.score }), { count: 0, sum: 0 })),
    ),
  )
  .subscribe({
    next: window => {
      totals.rows++
      totals.count += window.count
      totals.sum += window.sum
    },
    complete: () => print(totals),
    error: (error: unknown) => {
      throw error
    },
  })
