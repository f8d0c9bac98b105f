import type { WindowSpecification } from '../../windowing'
import { durationText } from '../duration'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { checkRange } from './ranges'

const DAY_MS = 86_400_000
const MAX_SIZE_MS = 366 * DAY_MS
/** Windows that an event may be in: each costs a pane of state. */
const MAX_HOPS = 10_000

/** Everything that is wrong with a window, or would mean something else on some engine. */
export function checkWindow(window: WindowSpecification, path: string): readonly Issue[] {
  switch (window.kind) {
    case 'tumbling': {
      const size = checkRange(window.sizeMs, 1, MAX_SIZE_MS, `${path}.sizeMs`, "the window's size")
      if (size.length > 0) return size
      return [...checkDay(window.sizeMs, `${path}.sizeMs`, "the window's size"), ...checkOffset(window.offsetMs, window.sizeMs, path)]
    }
    case 'hopping':
      return checkHopping(window.sizeMs, window.hopMs, window.offsetMs, path)
    case 'session':
      // With a gap of 1 ms no two events could ever share a session: a gap is strict.
      return checkRange(window.gapMs, 2, MAX_SIZE_MS, `${path}.gapMs`, "the session's gap (in milliseconds)")
    default:
      return [
        {
          code: 'wrong-value',
          path: `${path}.kind`,
          message: 'unknown kind of window',
          got: shown((window as { kind: unknown }).kind),
          allowed: 'tumbling, hopping, session',
        },
      ]
  }
}

function checkHopping(sizeMs: number, hopMs: number, offsetMs: number, path: string): readonly Issue[] {
  const ranges = [
    ...checkRange(sizeMs, 1, MAX_SIZE_MS, `${path}.sizeMs`, "the window's size"),
    ...checkRange(hopMs, 1, MAX_SIZE_MS, `${path}.hopMs`, "the window's hop"),
  ]
  if (ranges.length > 0) return ranges
  const issues = [...checkDay(hopMs, `${path}.hopMs`, "the window's hop"), ...checkOffset(offsetMs, hopMs, path)]
  if (sizeMs % hopMs !== 0)
    return [
      ...issues,
      {
        code: 'not-portable',
        path: `${path}.sizeMs`,
        message: 'the size must be a multiple of the hop',
        got: `size ${durationText(sizeMs)}, hop ${durationText(hopMs)}`,
        hint: `take a size of ${durationText(Math.max(1, Math.round(sizeMs / hopMs)) * hopMs)}`,
      },
    ]
  if (sizeMs / hopMs <= MAX_HOPS) return issues
  return [
    ...issues,
    {
      code: 'out-of-range',
      path: `${path}.hopMs`,
      message: 'an event would be in too many windows',
      got: `${sizeMs / hopMs}`,
      allowed: `1 to ${MAX_HOPS}`,
    },
  ]
}

/** Some engines start windows anew each day: equal only where a day is a whole number of them, or they are whole days. */
function checkDay(durationMs: number, path: string, what: string): readonly Issue[] {
  if (DAY_MS % durationMs === 0 || durationMs % DAY_MS === 0) return []
  const hint = `the nearest ones are ${nearest(durationMs).map(durationText).join(' and ')}`
  return [
    { code: 'not-portable', path, message: `${what} must divide 24 hours or be a multiple of them`, got: durationText(durationMs), hint },
  ]
}

function nearest(durationMs: number): readonly number[] {
  if (durationMs > DAY_MS) return [Math.floor(durationMs / DAY_MS) * DAY_MS, Math.ceil(durationMs / DAY_MS) * DAY_MS]
  let parts = Math.floor(DAY_MS / durationMs)
  while (DAY_MS % parts !== 0) parts--
  let more = Math.floor(DAY_MS / durationMs) + 1
  while (DAY_MS % more !== 0) more++
  return [DAY_MS / more, DAY_MS / parts]
}

function checkOffset(offsetMs: number, periodMs: number, path: string): readonly Issue[] {
  return checkRange(offsetMs, 0, periodMs - 1, `${path}.offsetMs`, "the windows' offset (in milliseconds)")
}
