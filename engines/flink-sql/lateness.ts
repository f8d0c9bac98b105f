import type { Definition } from '../../pipeline'
import { interval } from './interval'

/**
 * How the one watermark of a job is bent to the law. With W = max(event time) − delay the law closes a window when W ≥ end, and calls an event of a session late when t < W.
 * Flink closes a window when its watermark ≥ end − 1 ms, and joins events to a session that are exactly the gap away. So:
 * - without sessions the watermark is 1 ms later than W: then both close tumbling and hopping windows at the same event;
 * - with sessions, whose gap is written 1 ms shorter, so that they end 1 ms earlier, it is 2 ms later. Tumbling and hopping windows of the same job then close 1 ms too
 *   late: a condition on each row and window, by the watermark that the event found, leaves out what comes in between.
 */
export interface Lateness {
  /** What the declared watermark is later than W. */
  readonly extraMs: number
  readonly hasSessions: boolean
  /** For the comment above the watermark. */
  readonly why: string
}

export function latenessOf({ outputs }: Definition): Lateness {
  const hasSessions = outputs.some(({ windowed }) => windowed?.window.kind === 'session')
  return hasSessions
    ? { extraMs: 2, hasSessions, why: 'sessions close at the last event plus their gap less 2 ms' }
    : { extraMs: 1, hasSessions, why: 'Flink closes a window 1 ms before its end' }
}

/** True where an event of a session is not late: t ≥ W. */
export function inTime(time: string, { extraMs }: Lateness): string {
  return `(CURRENT_WATERMARK(${time}) IS NULL OR ${time} >= CURRENT_WATERMARK(${time}) + ${interval(extraMs)})`
}

/** True where the window that ends at `endMs` (text of epoch ms) is closed already: W ≥ end. */
export function isClosed(time: string, endMs: string, { extraMs }: Lateness): string {
  return `TO_TIMESTAMP_LTZ(${endMs} - ${extraMs}, 3) <= CURRENT_WATERMARK(${time})`
}
