import type { DataType } from '../../../../pipeline'
import type { Strict } from './arithmetic'
import { fail, type Held } from './held'
import { whole } from './numbers'

export const DAY_MS = 86_400_000
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** The time, or the day, where it is in the years 1 to 9999. */
export function inYears(value: number, type: DataType): number {
  const milliseconds = type.kind === 'date' ? value * DAY_MS : value
  return milliseconds >= FIRST_MS && milliseconds <= LAST_MS ? value : fail('outside the years 1 to 9999')
}

const number = (value: Held): number => (typeof value === 'number' ? value : fail('no time'))
const dateOf = (value: Held, type: DataType): Date => new Date(type.kind === 'date' ? number(value) * DAY_MS : number(value))

function midnight(year: number, month: number, day: number): number {
  // `Date.UTC` takes small years for years of the 20th century.
  return new Date(0).setUTCFullYear(year, month, day)
}

/** 1 (Monday) to 7. */
const weekday = (date: Date): number => ((date.getUTCDay() + 6) % 7) + 1

function truncated(date: Date, unit: string): number {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  switch (unit) {
    case 'year':
      return midnight(year, 0, 1)
    case 'quarter':
      return midnight(year, month - (month % 3), 1)
    case 'month':
      return midnight(year, month, 1)
    case 'week':
      return midnight(year, month, day - weekday(date) + 1)
    case 'day':
      return midnight(year, month, day)
    case 'hour':
      return new Date(date).setUTCMinutes(0, 0, 0)
    case 'minute':
      return new Date(date).setUTCSeconds(0, 0)
    default:
      return new Date(date).setUTCMilliseconds(0)
  }
}

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  year: date => date.getUTCFullYear(),
  quarter: date => Math.floor(date.getUTCMonth() / 3) + 1,
  month: date => date.getUTCMonth() + 1,
  day: date => date.getUTCDate(),
  dayOfWeek: weekday,
  dayOfYear: date => (truncated(date, 'day') - truncated(date, 'year')) / DAY_MS + 1,
  hour: date => date.getUTCHours(),
  minute: date => date.getUTCMinutes(),
  second: date => date.getUTCSeconds(),
  millisecond: date => date.getUTCMilliseconds(),
}

export const TIMES = {
  truncateTime: ([x, unit], _, type) => {
    const milliseconds = truncated(dateOf(x, type), String(unit))
    // A window may end after the last year; only what lies before the first one is an error here.
    if (milliseconds < FIRST_MS) fail('before year 1')
    return type.kind === 'date' ? milliseconds / DAY_MS : milliseconds
  },
  extractTime: ([x, part], [typeX]) => BigInt(PARTS[String(part)](dateOf(x, typeX))),
  addTime: ([x, amount], _, type) => inYears(Number(BigInt(number(x)) + whole(amount)), type),
  timeDifference: ([x, y]) => BigInt(number(x) - number(y)),
} as const satisfies Readonly<Record<string, Strict>>
