import type { WindowSpecification } from '../../windowing'
import type { Random } from './random'

/** Midnight of a day in November 2023: windows of all sizes that divide a day begin there. */
export const MIDNIGHT_MS = 1_699_920_000_000

export interface TimesOptions {
  readonly window: WindowSpecification
  readonly maxDelayMs: number
  /** `calm`: disorder within the delay; `boundary`: borders of windows, gaps and watermarks, and beside them; `late`: the same, and behind the watermark. */
  readonly disorder: 'calm' | 'boundary' | 'late'
  /** Where the times begin; default `MIDNIGHT_MS`. */
  readonly origin?: number
}

/** Distances at which something happens. */
function stepsOf(window: WindowSpecification): readonly number[] {
  switch (window.kind) {
    case 'session':
      return [window.gapMs]
    case 'tumbling':
      return [window.sizeMs]
    case 'hopping':
      return [window.hopMs, window.sizeMs]
  }
}

/** The event times of a log, in its order. */
export function timesOf(
  count: number,
  random: Random,
  { window, maxDelayMs, disorder, origin = MIDNIGHT_MS }: TimesOptions,
): readonly number[] {
  const offset = window.kind === 'session' ? 0 : window.offsetMs
  const steps = stepsOf(window)
  const times: number[] = []
  let most = origin
  const proposed = (): number => {
    const step = random.of(steps)
    if (disorder === 'calm') return most + random.below(step) - random.below(maxDelayMs + 1)
    const near = random.of([0, 0, 0, -1, 1])
    const before = times.at(-1) ?? origin
    switch (random.below(8)) {
      case 0:
      case 1:
        return before + step + near
      case 2:
        return before - step + near
      case 3:
        return (times.length === 0 ? origin : random.of(times)) + near
      case 4:
        return most - maxDelayMs + near
      case 5:
        return Math.floor((most - origin) / step) * step + origin + offset + near
      case 6:
        return most - maxDelayMs - step + near
      default:
        return before + random.below(2 * step + 1) - step
    }
  }
  while (times.length < count) {
    const time = times.length === 0 ? origin + offset : proposed()
    const judged = disorder === 'late' ? time : Math.max(time, most - maxDelayMs)
    times.push(judged)
    most = times.length === 1 ? judged : Math.max(most, judged)
  }
  return times
}
