/** Text of exact integer arithmetic on epoch milliseconds, the same in every dialect that has MOD with the dividend's sign. */

const DAY_MS = 86_400_000
const UNIT_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS }
/** 1970-01-01 was a Thursday: weeks start on Mondays, three days before. */
const WEEK_OFFSET_MS = -3 * DAY_MS

/** `time` rounded down to a multiple of `sizeMs` from `offsetMs`; right for negative times. */
export function floorTo(time: string, sizeMs: number, offsetMs = 0): string {
  return `(${time} - ${floorRemainder(offsetMs === 0 ? time : `${time} - ${signed(offsetMs)}`, sizeMs)})`
}

/** `time` modulo `sizeMs`, never negative. */
export function floorRemainder(time: string, sizeMs: number): string {
  return `MOD(MOD(${time}, ${sizeMs}) + ${sizeMs}, ${sizeMs})`
}

/** Truncation to a unit of fixed length; undefined for months and longer. */
export function truncated(time: string, unit: string): string | undefined {
  const sizeMs = UNIT_MS[unit]
  if (sizeMs === undefined) return undefined
  return floorTo(time, sizeMs, unit === 'week' ? WEEK_OFFSET_MS : 0)
}

/** Hour, minute, second or millisecond; undefined for parts of a date. `divide` writes a division of integers that are not negative. */
export function partOfDay(time: string, part: string, divide: (dividend: string, divisor: number) => string): string | undefined {
  switch (part) {
    case 'hour':
      return divide(floorRemainder(time, DAY_MS), 3_600_000)
    case 'minute':
      return divide(floorRemainder(time, 3_600_000), 60_000)
    case 'second':
      return divide(floorRemainder(time, 60_000), 1000)
    case 'millisecond':
      return floorRemainder(time, 1000)
    default:
      return undefined
  }
}

function signed(value: number): string {
  return value < 0 ? `(${value})` : String(value)
}
