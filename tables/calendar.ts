import { TableError } from './errors'

const DAY_MS = 86_400_000
const FIRST_DAY = -719_162 // 0001-01-01
const LAST_DAY = 2_932_896 // 9999-12-31

/** Whether days since 1970-01-01 lie in 0001-01-01 … 9999-12-31, which is what four digits of a year can say. */
export function hasCalendarText(days: number): boolean {
  return days >= FIRST_DAY && days <= LAST_DAY
}

/** The day in which a time (epoch ms, UTC) lies, as days since 1970-01-01. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS)
}

/**
 * `YYYY-MM-DD` of days since 1970-01-01, in the proleptic Gregorian calendar.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
 *
 * @throws TableError outside 0001-01-01 … 9999-12-31
 */
export function dateText(days: number): string {
  if (!hasCalendarText(days)) throw new TableError(`day ${days} since 1970-01-01 is outside 0001-01-01 to 9999-12-31`)
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
}

/** `YYYY-MM-DDThh:mm:ss.SSSZ` of epoch milliseconds. @throws TableError outside 0001-01-01 … 9999-12-31 */
export function timestampText(timeMs: number): string {
  const days = dayOf(timeMs)
  const rest = timeMs - days * DAY_MS
  const seconds = Math.floor(rest / 1000)
  const clock = `${digits(Math.floor(seconds / 3600), 2)}:${digits(Math.floor(seconds / 60) % 60, 2)}:${digits(seconds % 60, 2)}`
  return `${dateText(days)}T${clock}.${digits(rest % 1000, 3)}Z`
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
