const DAY_MS = 86_400_000
const SIZES_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS }
/** 1970-01-01 was a Thursday: weeks start on Mondays, three days before. */
const WEEK_OFFSET_MS = 3 * DAY_MS
const PARTS: Readonly<Record<string, readonly [of: number, by: number]>> = {
  hour: [DAY_MS, 3_600_000],
  minute: [3_600_000, 60_000],
  second: [60_000, 1000],
  millisecond: [1000, 1],
}

/** What is written: units of a fixed length, and parts of the day. */
export const FIXED = { truncateTime: Object.keys(SIZES_MS), extractTime: Object.keys(PARTS) } as const

/** The start of a unit of a fixed length; `bin` rounds toward minus infinity. */
export function fixedStart(time: string, unit: string): string {
  const sizeMs = SIZES_MS[unit]
  return unit === 'week' ? `(bin(${time} + ${WEEK_OFFSET_MS}, ${sizeMs}) - ${WEEK_OFFSET_MS})` : `bin(${time}, ${sizeMs})`
}

/** A part of the day; a modulo is never negative there: https://learn.microsoft.com/kusto/query/numerical-operators */
export function fixedPart(time: string, part: string): string {
  const [of, by] = PARTS[part]
  return by === 1 ? `(${time} % ${of})` : `((${time} % ${of}) / ${by})`
}
