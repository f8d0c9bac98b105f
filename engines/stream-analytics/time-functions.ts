import type { FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { literalOf, operator } from '../sql/functions'

/** Text that every time is counted from. */
export const EPOCH = "'1970-01-01T00:00:00Z'"
export const FIRST_TIME_MS = -62_135_596_800_000
export const LAST_TIME_MS = 253_402_300_799_999
const DAY_MS = 86_400_000
const LENGTHS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS }
/** 1970-01-01 was a Thursday: weeks start on Mondays, three days before. */
const WEEK_OFFSET_MS = -3 * DAY_MS

/** The engine's datetime of epoch milliseconds. DATEADD takes a bigint. */
export const datetimeOf = (milliseconds: string) => `DATEADD(millisecond, ${bare(milliseconds)}, ${EPOCH})`
/** Epoch milliseconds of a datetime, toward minus infinity: DATEDIFF counts the boundaries of milliseconds that lie between, as a bigint. */
export const epochOf = (datetime: string) => `DATEDIFF(millisecond, ${EPOCH}, ${bare(datetime)})`

/** Never negative. `%` has the sign of the dividend. */
const remainder = (text: string, size: number) => `((${text} % ${size} + ${size}) % ${size})`
const floorTo = (text: string, size: number, offset = 0) => `(${text} - ${remainder(offset === 0 ? text : `(${text} + ${-offset})`, size)})`
/** An exact division of integers, whichever type the engine gives it. */
export const wholeDivision = (dividend: string, divisor: number) =>
  `TRY_CAST((${dividend} - ${dividend} % ${divisor}) / ${divisor} AS bigint)`
const day = (time: string) => `TRY_CAST(${floorTo(time, DAY_MS)} / ${DAY_MS} AS bigint)`
const isValid = (time: string) => `(CASE WHEN ${time} >= ${FIRST_TIME_MS} AND ${time} <= ${LAST_TIME_MS} THEN ${time} ELSE NULL END)`

function startOfMonth(time: string, unit: string): string {
  const date = datetimeOf(time)
  const month = { month: `DATEPART(month, ${date})`, quarter: `DATEPART(quarter, ${date}) * 3 - 2`, year: '1' }[unit]
  return epochOf(`DATETIMEFROMPARTS(DATEPART(year, ${date}), ${month}, 1, 0, 0, 0, 0)`)
}

function part(time: string, name: string): string {
  switch (name) {
    case 'millisecond':
      return remainder(time, 1000)
    case 'second':
      return wholeDivision(remainder(time, 60_000), 1000)
    case 'minute':
      return wholeDivision(remainder(time, 3_600_000), 60_000)
    case 'hour':
      return wholeDivision(remainder(time, DAY_MS), 3_600_000)
    case 'dayOfWeek':
      return `(${remainder(`(${day(time)} + 3)`, 7)} + 1)`
    default:
      return `DATEPART(${name.toLowerCase()}, ${datetimeOf(time)})`
  }
}

/** Times are bigints of epoch milliseconds, so that the arithmetic is exact. */
export const TIME_FUNCTIONS = {
  truncateTime: partial(
    lowered('integer arithmetic on epoch milliseconds; months and longer by DATETIMEFROMPARTS', call => {
      const [time] = call.arguments
      const unit = String(literalOf(call, 1))
      const length = LENGTHS[unit]
      if (length === undefined) return startOfMonth(time, unit)
      return unit === 'week' ? isValid(floorTo(time, length, WEEK_OFFSET_MS)) : floorTo(time, length)
    }),
  ),
  extractTime: lowered('integer arithmetic on epoch milliseconds, or DATEPART', call =>
    part(call.arguments[0], String(literalOf(call, 1))),
  ),
  addTime: partial(
    lowered('outside of years 1 to 9999 it gives null', ({ arguments: [time, amount] }) => isValid(`(${time} + ${amount})`)),
  ),
  timeDifference: supported(operator('-')),
} as const satisfies Partial<Record<FunctionName, Rule<CallWriter>>>
