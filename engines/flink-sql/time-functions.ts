import type { FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { literalOf, operator } from '../sql/functions'
import { floorRemainder, partOfDay, truncated } from '../sql/time'

export const FIRST_TIME_MS = -62_135_596_800_000
export const LAST_TIME_MS = 253_402_300_799_999
const EPOCH = "DATE '1970-01-01'"
const isTimestamp = ({ expressions: [first] }: Parameters<CallWriter>[0]) => first?.type.kind === 'timestamp'

/** The day of a time, in UTC (the session's zone). */
export const dayOf = (time: string) => `CAST(TO_TIMESTAMP_LTZ(${bare(time)}, 3) AS DATE)`
/** Days since 1970-01-01, as BIGINT. */
export const daysOf = (date: string) => `CAST(TIMESTAMPDIFF(DAY, ${EPOCH}, ${bare(date)}) AS BIGINT)`
export const midnightOf = (date: string) => `(${daysOf(date)} * 86400000)`
const dateAt = (days: string) => `TIMESTAMPADD(DAY, CAST(${bare(days)} AS INT), ${EPOCH})`

/** EXTRACT of a DATE is right for all years; of a TIMESTAMP before 1970 it is not. */
const PARTS: Readonly<Record<string, string>> = { year: 'YEAR', quarter: 'QUARTER', month: 'MONTH', day: 'DAY', dayOfYear: 'DOY' }
/** 1970-01-01 was a Thursday. */
const dayOfWeek = (date: string) => `(${floorRemainder(`${daysOf(date)} + 3`, 7)} + 1)`
/** FLOOR … TO WEEK begins weeks on Sundays. */
const weekStart = (date: string) => `TIMESTAMPADD(DAY, CAST(1 - ${dayOfWeek(date)} AS INT), ${bare(date)})`

/** FLOOR of a DATE to a month and longer units counts by the Julian calendar before 1582. */
function truncatedDate(date: string, unit: string): string {
  if (unit === 'day') return date
  if (unit === 'week') return weekStart(date)
  const part = (name: string) => `EXTRACT(${name} FROM ${bare(date)})`
  if (unit === 'month') return `TIMESTAMPADD(DAY, CAST(1 - ${part('DAY')} AS INT), ${bare(date)})`
  if (unit === 'year') return `TIMESTAMPADD(DAY, CAST(1 - ${part('DOY')} AS INT), ${bare(date)})`
  const first = `CASE ${part('QUARTER')} WHEN 1 THEN '-01-01' WHEN 2 THEN '-04-01' WHEN 3 THEN '-07-01' ELSE '-10-01' END`
  return `CAST(LPAD(CAST(${part('YEAR')} AS STRING), 4, '0') || ${first} AS DATE)`
}

export const TIME_FUNCTIONS = {
  truncateTime: partial(
    lowered('integer arithmetic, or by the day in UTC; before year 1 it gives null', sql => {
      const unit = String(literalOf(sql, 1))
      const [x] = sql.arguments
      if (!isTimestamp(sql)) return unit === 'week' ? inRange(truncatedDate(x, unit), `DATE '0001-01-01'`) : truncatedDate(x, unit)
      const short = truncated(x, unit)
      if (short === undefined) return midnightOf(truncatedDate(dayOf(x), unit))
      return unit === 'week' ? inRange(short, String(FIRST_TIME_MS)) : short
    }),
  ),
  extractTime: lowered('integer arithmetic, or of the day in UTC', sql => {
    const part = String(literalOf(sql, 1))
    const [x] = sql.arguments
    const ofDay = isTimestamp(sql) ? partOfDay(x, part, (dividend, divisor) => `(${dividend} / ${divisor})`) : undefined
    if (ofDay !== undefined) return ofDay
    const date = isTimestamp(sql) ? dayOf(x) : x
    return part === 'dayOfWeek' ? dayOfWeek(date) : `EXTRACT(${PARTS[part]} FROM ${bare(date)})`
  }),
  addTime: partial(
    lowered('outside of years 1 to 9999 it gives null', sql => {
      const [x, amount] = sql.arguments
      if (isTimestamp(sql)) return inRange(`(${x} + ${amount})`, String(FIRST_TIME_MS), String(LAST_TIME_MS))
      const days = `(${daysOf(x)} + ${amount})`
      return `(CASE WHEN ${days} BETWEEN -719162 AND 2932896 THEN ${dateAt(days)} END)`
    }),
  ),
  timeDifference: supported(sql => {
    const [x, y] = sql.arguments
    return isTimestamp(sql) ? operator('-')(sql) : `(${daysOf(x)} - ${daysOf(y)})`
  }),
} as const satisfies Partial<Record<FunctionName, Rule<CallWriter>>>

function inRange(text: string, least: string, most?: string): string {
  const condition = most === undefined ? `${text} >= ${least}` : `${text} BETWEEN ${least} AND ${most}`
  return `(CASE WHEN ${condition} THEN ${text} END)`
}
