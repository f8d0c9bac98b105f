import type { FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CallWriter, SqlCall } from '../sql/dialect'
import { bare } from '../sql/expression'
import { literalOf } from '../sql/functions'
import { partOfDay, truncated } from '../sql/time'

const isTimestamp = ({ expressions: [first] }: SqlCall) => first?.type.kind === 'timestamp'
const time = (milliseconds: string) => `timestamp_millis(${bare(milliseconds)})`

/** Functions that take a date or a timestamp; `weekday` counts from 0, a Monday. */
const PARTS: Readonly<Record<string, (value: string) => string>> = {
  year: value => `year(${value})`,
  quarter: value => `quarter(${value})`,
  month: value => `month(${value})`,
  day: value => `day(${value})`,
  dayOfWeek: value => `weekday(${value}) + 1`,
  dayOfYear: value => `dayofyear(${value})`,
}

export const TIME_FUNCTIONS = {
  truncateTime: supported(sql => {
    const unit = String(literalOf(sql, 1))
    const [x] = sql.arguments
    if (isTimestamp(sql)) return truncated(x, unit) ?? `unix_millis(date_trunc('${unit.toUpperCase()}', ${time(x)}))`
    return unit === 'day' ? x : `trunc(${bare(x)}, '${unit.toUpperCase()}')`
  }),
  extractTime: lowered('a BIGINT', sql => {
    const part = String(literalOf(sql, 1))
    const [x] = sql.arguments
    const ofDay = isTimestamp(sql) ? partOfDay(x, part, (dividend, divisor) => `(${dividend} DIV ${divisor})`) : undefined
    return ofDay ?? `CAST(${PARTS[part]?.(isTimestamp(sql) ? time(x) : bare(x))} AS BIGINT)`
  }),
  addTime: partial(
    lowered('a result outside of the years 1 to 9999 gives null', sql => {
      const [x, amount] = sql.arguments
      if (isTimestamp(sql)) {
        const sum = `try_add(${bare(x)}, ${bare(amount)})`
        return `IF(${sum} BETWEEN -62135596800000L AND 253402300799999L, ${sum}, NULL)`
      }
      const days = `try_add(CAST(unix_date(${bare(x)}) AS BIGINT), ${bare(amount)})`
      return `IF(${days} BETWEEN -719162L AND 2932896L, date_from_unix_date(try_cast(${days} AS INT)), NULL)`
    }),
  ),
  timeDifference: supported(sql => {
    const [x, y] = sql.arguments
    return isTimestamp(sql) ? `(${x} - ${y})` : `CAST(datediff(${bare(x)}, ${bare(y)}) AS BIGINT)`
  }),
} as const satisfies Partial<Record<FunctionName, Rule<CallWriter>>>
