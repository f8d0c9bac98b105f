import type { WindowSpecification } from '../../windowing'
import type { Duration } from '../duration'
import { durationMs } from '../duration'

export interface WindowOptions {
  /** Moves all windows, which else start at midnight UTC. From 0 to below the size (hopping: below the hop). @default 0 */
  readonly offset?: Duration
}
export interface HoppingOptions extends WindowOptions {
  /** The distance of the windows' starts; divides the size. */
  readonly every: Duration
}

/** Windows side by side: an event is in one. The size divides 24 hours or is a multiple of it. */
export function tumbling(size: Duration, options: WindowOptions = {}): WindowSpecification {
  return Object.freeze({
    kind: 'tumbling',
    sizeMs: durationMs(size, 'window.sizeMs'),
    offsetMs: durationMs(options.offset ?? 0, 'window.offsetMs'),
  })
}

/** Windows that overlap: an event is in size / every of them. */
export function hopping(size: Duration, options: HoppingOptions): WindowSpecification {
  const hopMs = durationMs(options.every, 'window.hopMs')
  return Object.freeze({
    kind: 'hopping',
    sizeMs: durationMs(size, 'window.sizeMs'),
    hopMs,
    offsetMs: durationMs(options.offset ?? 0, 'window.offsetMs'),
  })
}

/** Windows of events with less than `gap` (at least 2 ms) between neighbors. */
export function session(gap: Duration): WindowSpecification {
  return Object.freeze({ kind: 'session', gapMs: durationMs(gap, 'window.gapMs') })
}
