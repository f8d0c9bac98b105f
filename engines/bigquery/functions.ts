import type { FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import { comparison, isMixed } from '../sql/compare'
import type { CallWriter, SqlCall } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, isDecimal, literalOf, STANDARD_FUNCTIONS } from '../sql/functions'
import { partOfDay, truncated } from '../sql/time'
import { fitting } from './types'

const FIRST_TIME_MS = -62_135_596_800_000
const LAST_TIME_MS = 253_402_300_799_999
const UTC = "AT TIME ZONE 'UTC'"
const time = (milliseconds: string) => `TIMESTAMP_MILLIS(${bare(milliseconds)})`
const isTimestamp = ({ expressions: [first] }: SqlCall) => first.type.kind === 'timestamp'
const isLiteral = ({ expressions }: SqlCall, index: number) => expressions[index]?.node === 'literal'

/** The SAFE_ functions give null where the operator would stop the query; decimals are brought to the law's precision. */
const safe = (name: string): Rule<CallWriter> =>
  partial(
    lowered('what leaves int64, 38 digits or the finite doubles gives null', ({ arguments: all, type }) => {
      const text = `${name}(${all.map(bare).join(', ')})`
      return isDecimal(type) ? fitting(text, type, false) : text
    }),
  )
const compare = (symbol: Parameters<typeof comparison>[0]): Rule<CallWriter> =>
  lowered(
    'between a double and an exact number the digits decide where the nearest double is equal',
    comparison(symbol, {
      toDouble: text => `CAST(${bare(text)} AS FLOAT64)`,
      toExact: text => `SAFE_CAST(${bare(text)} AS BIGNUMERIC)`,
    }),
  )
const equal = compare('=')
/** Null where a condition on the arguments does not hold. */
const checked = (conditions: readonly string[], text: string) =>
  conditions.length === 0 ? text : `IF(${conditions.join(' AND ')}, ${text}, NULL)`
/** Minus zero is given as zero. */
const withoutMinusZero = (text: string) => `(${text} + 0)`

export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  ...STANDARD_FUNCTIONS,
  add: safe('SAFE_ADD'),
  subtract: safe('SAFE_SUBTRACT'),
  multiply: safe('SAFE_MULTIPLY'),
  divide: partial(lowered('division by zero and overflow give null', call('SAFE_DIVIDE'))),
  integerDivide: partial(lowered('division by zero gives null', call('SAFE.DIV'))),
  modulo: partial(lowered('division by zero gives null', call('SAFE.MOD'))),
  negate: partial(
    lowered('minus the least integer gives null', ({ arguments: [x], type }) =>
      type.kind === 'double' ? `(0 - ${x})` : `SAFE_NEGATE(${bare(x)})`,
    ),
  ),
  absolute: partial(lowered('of the least integer gives null', call('SAFE.ABS'))),
  round: supported(({ arguments: all, type }) => {
    const rounded = `ROUND(${all.map(bare).join(', ')})`
    return isDecimal(type) ? rounded : withoutMinusZero(rounded)
  }),
  ceiling: supported(({ arguments: [x], type }) => (isDecimal(type) ? `CEIL(${bare(x)})` : withoutMinusZero(`CEIL(${bare(x)})`))),
  equal,
  notEqual: compare('<>'),
  less: compare('<'),
  lessOrEqual: compare('<='),
  greater: compare('>'),
  greaterOrEqual: compare('>='),
  in: supported(sql => {
    const [x, ...values] = sql.arguments
    const [first, ...rest] = sql.expressions
    if (!rest.some(value => isMixed(first, value))) return `(${x} IN (${values.map(bare).join(', ')}))`
    const one = (index: number) =>
      equal.support === 'refused'
        ? ''
        : equal.write({ arguments: [x, values[index]], expressions: [first, rest[index]], type: { kind: 'boolean' } })
    return `(${rest.map((_, index) => one(index)).join(' OR ')})`
  }),
  trim: supported(({ arguments: [x] }) => `TRIM(${bare(x)}, ' ')`),
  startsWith: supported(call('STARTS_WITH')),
  endsWith: supported(call('ENDS_WITH')),
  contains: supported(({ arguments: [x, y] }) => `(STRPOS(${bare(x)}, ${bare(y)}) > 0)`),
  replace: partial(
    lowered('an empty search gives null', sql =>
      checked(isLiteral(sql, 1) ? [] : [`${sql.arguments[1]} <> ''`], `REPLACE(${sql.arguments.map(bare).join(', ')})`),
    ),
  ),
  substring: partial(
    lowered('a start below 1 or a length below 0 gives null', sql => {
      const [, start, length] = sql.arguments
      const conditions = [
        ...(isLiteral(sql, 1) ? [] : [`${start} >= 1`]),
        ...(length === undefined || isLiteral(sql, 2) ? [] : [`${length} >= 0`]),
      ]
      return checked(conditions, `SUBSTR(${sql.arguments.map(bare).join(', ')})`)
    }),
  ),
  split: partial(
    lowered('an empty separator gives null', sql => checked(isLiteral(sql, 1) ? [] : [`${sql.arguments[1]} <> ''`], call('SPLIT')(sql))),
  ),
  splitPart: lowered(
    'an element of the list, null beyond the last',
    ({ arguments: [x, separator, part] }) => `SPLIT(${bare(x)}, ${bare(separator)})[SAFE_ORDINAL(${bare(part)})]`,
  ),
  listContains: lowered('a list that lacks the value gives false, null elements or not', ({ arguments: [list, value], expressions }) => {
    const found = `COALESCE(${value} IN UNNEST(${bare(list)}), FALSE)`
    const nulls = [list, value].filter((_, index) => expressions[index].nullable).map(text => `${text} IS NULL`)
    return nulls.length === 0 ? found : `IF(${nulls.join(' OR ')}, NULL, ${found})`
  }),
  listSize: supported(call('ARRAY_LENGTH')),
  listElement: supported(({ arguments: [list, index] }) => `${list}[SAFE_ORDINAL(${bare(index)})]`),
  truncateTime: lowered('units of fixed length by integer arithmetic on epoch milliseconds', sql => {
    const unit = String(literalOf(sql, 1))
    const name = unit === 'week' ? 'ISOWEEK' : unit.toUpperCase()
    const [x] = sql.arguments
    if (!isTimestamp(sql)) return `DATE_TRUNC(${bare(x)}, ${name})`
    return truncated(x, unit) ?? `UNIX_MILLIS(TIMESTAMP_TRUNC(${time(x)}, ${name}, 'UTC'))`
  }),
  extractTime: lowered('parts of a day by integer arithmetic on epoch milliseconds', sql => {
    const part = String(literalOf(sql, 1))
    const [x] = sql.arguments
    const ofDay = isTimestamp(sql) ? partOfDay(x, part, (dividend, divisor) => `DIV(${dividend}, ${divisor})`) : undefined
    if (ofDay !== undefined) return ofDay
    const from = isTimestamp(sql) ? `${time(x)} ${UTC}` : bare(x)
    // BigQuery counts days of the week from Sunday, 1.
    if (part === 'dayOfWeek') return `(MOD(EXTRACT(DAYOFWEEK FROM ${from}) + 5, 7) + 1)`
    return `EXTRACT(${part.toUpperCase()} FROM ${from})`
  }),
  addTime: partial(
    lowered('times outside of the years 1 to 9999 give null', sql => {
      const [x, amount] = sql.arguments
      if (!isTimestamp(sql)) return `SAFE.DATE_ADD(${bare(x)}, INTERVAL ${amount} DAY)`
      const sum = `SAFE_ADD(${bare(x)}, ${bare(amount)})`
      return `IF(${sum} BETWEEN ${FIRST_TIME_MS} AND ${LAST_TIME_MS}, ${sum}, NULL)`
    }),
  ),
  timeDifference: supported(sql => {
    const [x, y] = sql.arguments
    return isTimestamp(sql) ? `(${x} - ${y})` : `DATE_DIFF(${bare(x)}, ${bare(y)}, DAY)`
  }),
  hash: lowered('hexadecimal digits of SHA256', ({ arguments: [x] }) => `TO_HEX(SHA256(${bare(x)}))`),
}
