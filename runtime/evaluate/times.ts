import { DAY_MS, dateOfDays, dateText, daysOfDate, timestampText, weekdayOfDays } from './calendar'
import { fail } from './failure'
import type { Integer } from './integers'

/** 0001-01-01T00:00:00.000Z */
export const MINIMUM_TIME_MS = -62_135_596_800_000
/** 9999-12-31T23:59:59.999Z */
export const MAXIMUM_TIME_MS = 253_402_300_799_999
const MINIMUM_DAY = MINIMUM_TIME_MS / DAY_MS
const MAXIMUM_DAY = Math.floor(MAXIMUM_TIME_MS / DAY_MS)

const FIXED_UNITS_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: DAY_MS }

/** A time in [0001-01-01, 9999-12-31], or a failure. */
export function checkTimestamp(timeMs: Integer, operation: string): number {
  if (timeMs < MINIMUM_TIME_MS || timeMs > MAXIMUM_TIME_MS) fail(`${operation} gives ${timeMs} ms; times are 0001-01-01 to 9999-12-31`)
  return Number(timeMs)
}

/** A day in [0001-01-01, 9999-12-31], or a failure. */
export function checkDate(days: Integer, operation: string): number {
  if (days < MINIMUM_DAY || days > MAXIMUM_DAY) fail(`${operation} gives day ${days}; dates are 0001-01-01 to 9999-12-31`)
  return Number(days)
}

/** The start of the unit in UTC. */
export function truncateTimestamp(timeMs: number, unit: string): number {
  const sizeMs = FIXED_UNITS_MS[unit]
  const start = sizeMs !== undefined ? Math.floor(timeMs / sizeMs) * sizeMs : startOfUnit(Math.floor(timeMs / DAY_MS), unit) * DAY_MS
  return start < MINIMUM_TIME_MS ? fail(`truncateTime of ${timestampText(timeMs)} to the ${unit} is before 0001-01-01`) : start
}

/** The first day of the unit. */
export function truncateDate(days: number, unit: string): number {
  const start = startOfUnit(days, unit)
  return start < MINIMUM_DAY ? fail(`truncateTime of ${dateText(days)} to the ${unit} is before 0001-01-01`) : start
}

function startOfUnit(days: number, unit: string): number {
  const { year, month } = dateOfDays(days)
  switch (unit) {
    case 'day':
      return days
    case 'week':
      return days - weekdayOfDays(days) + 1
    case 'month':
      return daysOfDate(year, month, 1)
    case 'quarter':
      return daysOfDate(year, month - ((month - 1) % 3), 1)
    case 'year':
      return daysOfDate(year, 1, 1)
    default:
      return fail(`truncateTime got the unit '${unit}'; allowed are second, minute, hour, day, week, month, quarter, year`)
  }
}

/** A part of a time in UTC. */
export function extractFromTimestamp(timeMs: number, part: string): number {
  const days = Math.floor(timeMs / DAY_MS)
  const rest = timeMs - days * DAY_MS
  switch (part) {
    case 'hour':
      return Math.floor(rest / 3_600_000)
    case 'minute':
      return Math.floor(rest / 60_000) % 60
    case 'second':
      return Math.floor(rest / 1000) % 60
    case 'millisecond':
      return rest % 1000
    default:
      return extractFromDate(days, part)
  }
}

export function extractFromDate(days: number, part: string): number {
  const { year, month, day } = dateOfDays(days)
  switch (part) {
    case 'year':
      return year
    case 'quarter':
      return Math.ceil(month / 3)
    case 'month':
      return month
    case 'day':
      return day
    case 'dayOfWeek':
      return weekdayOfDays(days)
    case 'dayOfYear':
      return days - daysOfDate(year, 1, 1) + 1
    default:
      return fail(
        `extractTime got the part '${part}'; allowed are year, quarter, month, day, dayOfWeek, dayOfYear, and for timestamps hour, minute, second, millisecond`,
      )
  }
}

export function addToTimestamp(timeMs: number, amountMs: Integer): number {
  return checkTimestamp(typeof amountMs === 'number' ? timeMs + amountMs : BigInt(timeMs) + amountMs, 'addTime')
}

export function addToDate(days: number, amountDays: Integer): number {
  return checkDate(typeof amountDays === 'number' ? days + amountDays : BigInt(days) + amountDays, 'addTime')
}
