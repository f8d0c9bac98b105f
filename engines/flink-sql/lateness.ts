import type { Definition } from '../../pipeline'
import { interval } from './interval'

/**
 * How the one watermark of a job is bent to the law. With W = max(event time) − delay the law closes a window when W ≥ end, and calls an event of a session late when t < W.
 * Flink closes a window when its watermark ≥ end − 1 ms, and joins events to a session that are exactly the gap away. So without sessions the watermark is declared 1 ms later
 * than W; with sessions, whose gap is written 1 ms shorter, so that they end 1 ms earlier, 2 ms later (other windows of the job then close 1 ms too late, which shows in no row).
 *
 * Lateness is decided by conditions on the watermark that the event found where it was read. Flink's own operators judge by the least watermark of all partitions, and 1 ms
 * too late beside sessions: what the conditions let through, they always take.
 */
export interface Lateness {
  /** What the declared watermark is later than W. */
  readonly extraMs: number
  /**
   * What the engine's event time is earlier than the event: the offset of the windows. Flink's own offset loses events: its operators write buffered events out when the
   * watermark passes a multiple of the size, wherever the windows end (FLINK-36664, open in 2.1).
   */
  readonly shiftMs: number
  /** For the comment above the watermark. */
  readonly why: string
}

export function latenessOf({ outputs }: Definition): Lateness {
  const hasSessions = outputs.some(({ windowed }) => windowed?.window.kind === 'session')
  const shiftMs = Math.max(0, ...shiftsOf({ outputs }))
  return hasSessions
    ? { extraMs: 2, shiftMs, why: 'sessions close at the last event plus their gap less 2 ms' }
    : { extraMs: 1, shiftMs, why: 'Flink closes a window 1 ms before its end' }
}

/** The different offsets of the tumbling and hopping windows, less whole hops. A job can have one. */
export function shiftsOf({ outputs }: Pick<Definition, 'outputs'>): ReadonlySet<number> {
  return new Set(
    outputs.flatMap(({ windowed }) => {
      const window = windowed?.window
      if (window === undefined || window.kind === 'session') return []
      const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
      return [((window.offsetMs % hopMs) + hopMs) % hopMs]
    }),
  )
}

/** True where an event of a session is not late: t ≥ W. */
export function inTime(time: string, { extraMs }: Lateness): string {
  return `(CURRENT_WATERMARK(${time}) IS NULL OR ${time} >= CURRENT_WATERMARK(${time}) + ${interval(extraMs)})`
}

/** True where the window that ends at `endMs` (text of epoch ms) is closed already: W ≥ end. */
export function isClosed(time: string, endMs: string, { extraMs, shiftMs }: Lateness): string {
  return `TO_TIMESTAMP_LTZ(${endMs} - ${extraMs + shiftMs}, 3) <= CURRENT_WATERMARK(${time})`
}
