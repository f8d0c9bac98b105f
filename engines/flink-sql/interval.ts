const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * An INTERVAL literal of whole milliseconds. Flink takes at most two digits of leading seconds with three of a fraction (`SECOND(6, 3)` is refused), so from a minute up
 * the form with days is needed.
 */
export function interval(milliseconds: number): string {
  const pad = (value: number, digits: number) => String(value).padStart(digits, '0')
  const fraction = pad(milliseconds % 1000, 3)
  const seconds = Math.floor(milliseconds / 1000)
  if (milliseconds < MINUTE_MS) return `INTERVAL '${seconds}.${fraction}' SECOND(2, 3)`
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(part => pad(part, 2)).join(':')
  return `INTERVAL '${Math.floor(milliseconds / DAY_MS)} ${clock}.${fraction}' DAY(${days(milliseconds)}) TO SECOND(3)`
}

/** The precision of DAY is 1 to 6. */
function days(milliseconds: number): number {
  return Math.max(3, String(Math.floor(milliseconds / DAY_MS)).length)
}
