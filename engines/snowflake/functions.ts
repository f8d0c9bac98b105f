import type { FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import { comparison, isMixed } from '../sql/compare'
import type { CallWriter, SqlCall } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, dividesSafely, isDecimal, literalOf, STANDARD_FUNCTIONS } from '../sql/functions'
import { partOfDay, truncated } from '../sql/time'
import { fitting, inInt64, typeName, wholeNumber } from './types'

const FIRST_TIME_MS = -62_135_596_800_000
const LAST_TIME_MS = 253_402_300_799_999
const LEAST_INT64 = '-9223372036854775808'
const FIRST_DAY = -719_162
const LAST_DAY = 2_932_896
const MAX_DOUBLE = '1.7976931348623157e308'
const EPOCH = "CAST('1970-01-01' AS DATE)"
const time = (milliseconds: string) => `TO_TIMESTAMP_NTZ(${bare(milliseconds)}, 3)`
const isTimestamp = ({ expressions: [first] }: SqlCall) => first.type.kind === 'timestamp'
const isLiteral = ({ expressions }: SqlCall, index: number) => expressions[index]?.node === 'literal'
const double = (text: string) => `CAST(${bare(text)} AS FLOAT)`
const finite = (text: string) => `CASE WHEN ABS(${text}) <= ${MAX_DOUBLE} THEN ${text} END`
/** Null where a condition on the arguments does not hold. */
const checked = (conditions: readonly string[], text: string) =>
  conditions.length === 0 ? text : `(CASE WHEN ${conditions.join(' AND ')} THEN ${text} END)`
/** Counted from 0; an index that is not a literal is refused by the limits. */
const position = (sql: SqlCall, index: number) => Number(literalOf(sql, index)) - 1
const withoutMinusZero = (text: string) => `(${text} + 0)`

const arithmetic = (symbol: string): Rule<CallWriter> =>
  partial(
    lowered('what leaves int64, the precision or the finite doubles gives null', ({ arguments: [x, y], expressions, type }) => {
      if (isDecimal(type)) return `(${fitting(`(${x} ${symbol} ${y})`, type)})`
      if (type.kind !== 'double') return `(${inInt64(`(${x} ${symbol} ${y})`)})`
      const [left, right] = [x, y].map((text, index) => (expressions[index].type.kind === 'double' ? text : double(text)))
      return `(${finite(`(${left} ${symbol} ${right})`)})`
    }),
  )
const compare = (symbol: Parameters<typeof comparison>[0]): Rule<CallWriter> =>
  lowered(
    'between a double and an integer the digits decide where the nearest double is equal',
    comparison(symbol, { toDouble: double, toExact: text => `(${wholeNumber(text)})` }),
  )
const equal = compare('=')

export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  ...STANDARD_FUNCTIONS,
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: partial(
    lowered('as doubles; division by zero gives null', ({ arguments: all, expressions }) => {
      const [x, y] = all.map((text, index) => (expressions[index].type.kind === 'double' ? text : double(text)))
      return dividesSafely(expressions) ? `(${x} / ${y})` : `(${finite(`(${x} / NULLIF(${y}, 0))`)})`
    }),
  ),
  integerDivide: partial(
    lowered('what remains is taken off first, because the quotient of integers is rounded to six digits', ({ arguments: [x, y] }) => {
      const divisor = `NULLIF(${bare(y)}, 0)`
      return `(${inInt64(`CAST((${x} - MOD(${bare(x)}, ${divisor})) / ${divisor} AS NUMBER(38, 0))`)})`
    }),
  ),
  modulo: partial(lowered('by zero gives null', ({ arguments: [x, y] }) => `MOD(${bare(x)}, NULLIF(${bare(y)}, 0))`)),
  negate: partial(
    lowered('minus the least integer gives null', ({ arguments: [x], type }) =>
      type.kind === 'int64' ? `(CASE WHEN ${x} > ${LEAST_INT64} THEN -${x} END)` : type.kind === 'double' ? `(0 - ${x})` : `(-${x})`,
    ),
  ),
  absolute: partial(
    lowered('of the least integer gives null', ({ arguments: [x], type }) =>
      type.kind === 'int64' ? `(CASE WHEN ${x} > ${LEAST_INT64} THEN ABS(${bare(x)}) END)` : `ABS(${bare(x)})`,
    ),
  ),
  round: supported(({ arguments: all, type }) => {
    const rounded = `ROUND(${all.map(bare).join(', ')})`
    return isDecimal(type) ? `CAST(${rounded} AS ${typeName(type)})` : withoutMinusZero(rounded)
  }),
  floor: supported(({ arguments: [x], type }) => (isDecimal(type) ? `CAST(FLOOR(${bare(x)}) AS ${typeName(type)})` : `FLOOR(${bare(x)})`)),
  ceiling: supported(({ arguments: [x], type }) =>
    isDecimal(type) ? `CAST(CEIL(${bare(x)}) AS ${typeName(type)})` : withoutMinusZero(`CEIL(${bare(x)})`),
  ),
  equal,
  notEqual: compare('<>'),
  less: compare('<'),
  lessOrEqual: compare('<='),
  greater: compare('>'),
  greaterOrEqual: compare('>='),
  in: supported(sql => {
    const [x, ...values] = sql.arguments
    const [first, ...rest] = sql.expressions
    if (equal.support === 'refused' || !rest.some(value => isMixed(first, value))) return `(${x} IN (${values.map(bare).join(', ')}))`
    const { write } = equal
    const tests = rest.map((value, index) =>
      write({ arguments: [x, values[index]], expressions: [first, value], type: { kind: 'boolean' } }),
    )
    return `(${tests.join(' OR ')})`
  }),
  trim: supported(({ arguments: [x] }) => `TRIM(${bare(x)}, ' ')`),
  length: supported(call('LENGTH')),
  startsWith: supported(call('STARTSWITH')),
  endsWith: supported(call('ENDSWITH')),
  contains: supported(call('CONTAINS')),
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
    sql => `CAST(SPLIT(${bare(sql.arguments[0])}, ${bare(sql.arguments[1])})[${position(sql, 2)}] AS VARCHAR)`,
  ),
  listContains: lowered('a list that lacks the value gives false, null elements or not', ({ arguments: [list, value], expressions }) => {
    const found = `COALESCE(ARRAY_CONTAINS(TO_VARIANT(${bare(value)}), ${bare(list)}), FALSE)`
    const nulls = [list, value].filter((_, index) => expressions[index].nullable).map(text => `${text} IS NOT NULL`)
    return nulls.length === 0 ? found : `(CASE WHEN ${nulls.join(' AND ')} THEN ${found} END)`
  }),
  listSize: supported(call('ARRAY_SIZE')),
  listElement: lowered(
    'elements are VARIANT, and are cast',
    sql => `CAST(${sql.arguments[0]}[${position(sql, 1)}] AS ${typeName(sql.type)})`,
  ),
  truncateTime: lowered('units of fixed length by integer arithmetic on epoch milliseconds', sql => {
    const unit = String(literalOf(sql, 1))
    const [x] = sql.arguments
    if (isTimestamp(sql)) return truncated(x, unit) ?? `DATE_PART(EPOCH_MILLISECOND, DATE_TRUNC('${unit.toUpperCase()}', ${time(x)}))`
    // DATE_TRUNC to a week depends on the session's WEEK_START.
    if (unit === 'week') return `CAST(DATEADD(DAY, 1 - DAYOFWEEKISO(${bare(x)}), ${bare(x)}) AS DATE)`
    return `CAST(DATE_TRUNC('${unit.toUpperCase()}', ${bare(x)}) AS DATE)`
  }),
  extractTime: lowered('parts of a day by integer arithmetic on epoch milliseconds', sql => {
    const part = String(literalOf(sql, 1))
    const [x] = sql.arguments
    // The quotient may have digits behind the point: only the whole number below counts.
    const ofDay = isTimestamp(sql) ? partOfDay(x, part, (dividend, divisor) => `FLOOR(${dividend} / ${divisor})`) : undefined
    if (ofDay !== undefined) return part === 'millisecond' ? ofDay : `CAST(${ofDay} AS NUMBER(38, 0))`
    const name = part === 'dayOfWeek' ? 'DAYOFWEEKISO' : part.toUpperCase()
    return `DATE_PART(${name}, ${isTimestamp(sql) ? time(x) : bare(x)})`
  }),
  addTime: partial(
    lowered('times outside of the years 1 to 9999 give null', sql => {
      const [x, amount] = sql.arguments
      if (isTimestamp(sql)) return `(CASE WHEN ${x} + ${amount} BETWEEN ${FIRST_TIME_MS} AND ${LAST_TIME_MS} THEN ${x} + ${amount} END)`
      const days = `DATEDIFF(DAY, ${EPOCH}, ${bare(x)}) + ${amount}`
      return `CAST(DATEADD(DAY, CASE WHEN ${days} BETWEEN ${FIRST_DAY} AND ${LAST_DAY} THEN ${bare(amount)} END, ${bare(x)}) AS DATE)`
    }),
  ),
  timeDifference: supported(sql => {
    const [x, y] = sql.arguments
    return isTimestamp(sql) ? `(${x} - ${y})` : `DATEDIFF(DAY, ${bare(y)}, ${bare(x)})`
  }),
  hash: lowered('SHA2 with 256 bits', ({ arguments: [x] }) => `SHA2(${bare(x)}, 256)`),
}
