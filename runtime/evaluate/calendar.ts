/** Proleptic Gregorian calendar in UTC, by arithmetic: the same for negative times. Days count from 1970-01-01. */

const DAYS_IN_400_YEARS = 146_097
/** From 0000-03-01 to 1970-01-01. */
const DAYS_FROM_MARCH_0 = 719_468

export interface CalendarDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
}

/** Source of the algorithm: Howard Hinnant, "chrono-compatible low-level date algorithms". */
export function dateOfDays(days: number): CalendarDate {
  const shifted = days + DAYS_FROM_MARCH_0
  const era = Math.floor(shifted / DAYS_IN_400_YEARS)
  const dayOfEra = shifted - era * DAYS_IN_400_YEARS
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / (DAYS_IN_400_YEARS - 1))) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  // months from March, so that the leap day is the last of a year
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

/** `month` 1 to 12; `day` may lie outside its month, and counts on. */
export function daysOfDate(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * DAYS_IN_400_YEARS + dayOfEra - DAYS_FROM_MARCH_0
}

export function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : daysOfDate(year, month + 1, 1) - daysOfDate(year, month, 1)
}

/** Monday 1 to Sunday 7, as ISO 8601 has it; 1970-01-01 was a Thursday. */
export function weekdayOfDays(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** `YYYY-MM-DD`; years outside 0000 to 9999 have a sign and six digits, as in ISO 8601. */
export function dateText(days: number): string {
  const { year, month, day } = dateOfDays(days)
  const yearText = year >= 0 && year <= 9999 ? digits(year, 4) : `${year < 0 ? '-' : '+'}${digits(Math.abs(year), 6)}`
  return `${yearText}-${digits(month, 2)}-${digits(day, 2)}`
}

export const DAY_MS = 86_400_000

/** `YYYY-MM-DDThh:mm:ss.sssZ`. */
export function timestampText(timeMs: number): string {
  const days = Math.floor(timeMs / DAY_MS)
  const rest = timeMs - days * DAY_MS
  const hour = Math.floor(rest / 3_600_000)
  const minute = Math.floor(rest / 60_000) % 60
  const second = Math.floor(rest / 1000) % 60
  return `${dateText(days)}T${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}.${digits(rest % 1000, 3)}Z`
}

const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/
const TIMESTAMP_PATTERN = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))?$/

/** Days of `YYYY-MM-DD`, years 0001 to 9999; undefined where it is not a date. */
export function parseDate(text: string): number | undefined {
  const match = DATE_PATTERN.exec(text)
  if (match === null) return undefined
  const year = Number(match[1])
  const month = Number(match[2])
  const day = Number(match[3])
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return daysOfDate(year, month, day)
}

/** Milliseconds of ISO 8601 text (without an offset UTC), truncated towards minus infinity; undefined where it is not a time. */
export function parseTimestamp(text: string): number | undefined {
  const match = TIMESTAMP_PATTERN.exec(text)
  if (match === null) return undefined
  const days = parseDate(match[1])
  const hour = Number(match[2])
  const minute = Number(match[3])
  const second = Number(match[4] ?? 0)
  const offsetHour = Number(match[7] ?? 0)
  const offsetMinute = Number(match[8] ?? 0)
  if (days === undefined || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined
  const fractionMs = Number((match[5] ?? '').padEnd(3, '0').slice(0, 3))
  const offsetMs = (offsetHour * 60 + offsetMinute) * (match[6] === '-' ? -60_000 : 60_000)
  return days * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + fractionMs - offsetMs
}
