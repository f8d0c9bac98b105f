import type { Expression, FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, dividesSafely, isDecimal, literalOf, operator, STANDARD_FUNCTIONS } from '../sql/functions'
import { partOfDay, truncated } from '../sql/time'
import { typeName } from './dialect'

const time = (milliseconds: string) => `make_timestamp_ms(${bare(milliseconds)})`
const isTimestamp = ({ expressions: [first] }: Parameters<CallWriter>[0]) => first?.type.kind === 'timestamp'
/** Decimals are brought to the law's precision and scale; DuckDB's own differ. */
const arithmetic = (symbol: string): Rule<CallWriter> =>
  partial(
    lowered('what leaves int64, 38 digits or the finite doubles gives null by TRY', ({ arguments: [x, y], expressions, type }) => {
      // DuckDB multiplies decimals of up to 18 digits in 64 bits, even where the product needs more.
      if (isDecimal(type)) return `TRY(CAST(${wide(x, expressions[0])} ${symbol} ${wide(y, expressions[1])} AS ${typeName(type)}))`
      return type.kind === 'double' ? finite(`${x} ${symbol} ${y}`) : `TRY(${x} ${symbol} ${y})`
    }),
  )
function wide(text: string, { type }: Expression): string {
  return isDecimal(type) && type.precision <= 18 ? `CAST(${bare(text)} AS DECIMAL(38, ${type.scale}))` : text
}
const toDouble = (text: string, { type }: Expression) => (type.kind === 'double' ? text : `CAST(${bare(text)} AS DOUBLE)`)
const finite = (text: string) => `(CASE WHEN isfinite(${text}) THEN ${text} END)`
/** Null outside of the years 1 to 9999. */
const inTimes = (time: string) => `(CASE WHEN ${time} BETWEEN -62135596800000 AND 253402300799999 THEN ${time} END)`
const PARTS: Readonly<Record<string, string>> = { dayOfWeek: 'isodow', dayOfYear: 'dayofyear' }

export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  ...STANDARD_FUNCTIONS,
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: partial(
    lowered('as doubles; division by zero gives null', ({ arguments: all, expressions }) => {
      const quotient = all.map((text, index) => toDouble(text, expressions[index])).join(' / ')
      return dividesSafely(expressions) ? `(${quotient})` : finite(quotient)
    }),
  ),
  integerDivide: partial(lowered('division by zero gives null', ({ arguments: [x, y] }) => `TRY(${x} // ${y})`)),
  modulo: partial(
    lowered('division by zero gives null', ({ arguments: [x, y] }) => `TRY(CASE WHEN ${y} = -1 THEN ${x} - ${x} ELSE ${x} % ${y} END)`),
  ),
  negate: partial(
    lowered('minus the least integer gives null', ({ arguments: [x], type }) => (type.kind === 'double' ? `(0 - ${x})` : `TRY(-${x})`)),
  ),
  absolute: partial(lowered('of the least integer gives null', ({ arguments: [x] }) => `TRY(abs(${bare(x)}))`)),
  round: supported(({ arguments: [x, digits], type }) => {
    const rounded = `round(${bare(x)}${digits === undefined ? '' : `, ${bare(digits)}`})`
    return isDecimal(type) ? `CAST(${rounded} AS ${typeName(type)})` : `(${rounded} + 0)`
  }),
  floor: supported(({ arguments: [x], type }) => (isDecimal(type) ? `CAST(floor(${bare(x)}) AS ${typeName(type)})` : `floor(${bare(x)})`)),
  ceiling: supported(({ arguments: [x], type }) =>
    isDecimal(type) ? `CAST(ceil(${bare(x)}) AS ${typeName(type)})` : `(ceil(${bare(x)}) + 0)`,
  ),
  trim: supported(({ arguments: [x] }) => `trim(${bare(x)}, ' ')`),
  length: supported(call('length')),
  startsWith: supported(call('starts_with')),
  endsWith: supported(call('ends_with')),
  contains: supported(call('contains')),
  replace: partial(
    lowered('an empty search gives null', ({ arguments: [x, search, to], expressions }) => {
      const text = `replace(${[x, search, to].map(bare).join(', ')})`
      return expressions[1]?.node === 'literal' ? text : `(CASE WHEN ${search} <> '' THEN ${text} END)`
    }),
  ),
  substring: partial(
    lowered('a start below 1 or a length below 0 gives null', ({ arguments: [x, start, length], expressions }) => {
      const text = `substring(${[x, start, length]
        .filter(part => part !== undefined)
        .map(bare)
        .join(', ')})`
      const conditions = [
        ...(expressions[1]?.node === 'literal' ? [] : [`${start} >= 1`]),
        ...(length === undefined || expressions[2]?.node === 'literal' ? [] : [`${length} >= 0`]),
      ]
      return conditions.length === 0 ? text : `(CASE WHEN ${conditions.join(' AND ')} THEN ${text} END)`
    }),
  ),
  split: partial(
    lowered(
      'an empty separator gives null',
      ({ arguments: [x, separator] }) => `(CASE WHEN ${separator} <> '' THEN string_split(${bare(x)}, ${bare(separator)}) END)`,
    ),
  ),
  splitPart: lowered(
    'an element of the list, null beyond the last',
    ({ arguments: [x, separator, part] }) => `string_split(${bare(x)}, ${bare(separator)})[${bare(part)}]`,
  ),
  listContains: supported(
    ({ arguments: [list, value] }) =>
      `COALESCE(list_contains(${bare(list)}, ${bare(value)}), CASE WHEN ${list} IS NOT NULL AND ${value} IS NOT NULL THEN FALSE END)`,
  ),
  listSize: supported(call('len')),
  listElement: supported(({ arguments: [list, index] }) => `${list}[${bare(index)}]`),
  truncateTime: supported(sql => {
    const unit = String(literalOf(sql, 1))
    const [x] = sql.arguments
    if (!isTimestamp(sql)) return `CAST(date_trunc('${unit}', ${bare(x)}) AS DATE)`
    return truncated(x, unit) ?? `epoch_ms(CAST(date_trunc('${unit}', ${time(x)}) AS TIMESTAMP))`
  }),
  extractTime: supported(sql => {
    const part = String(literalOf(sql, 1))
    const [x] = sql.arguments
    const ofDay = isTimestamp(sql) ? partOfDay(x, part, (dividend, divisor) => `(${dividend} // ${divisor})`) : undefined
    return ofDay ?? `date_part('${PARTS[part] ?? part}', ${isTimestamp(sql) ? time(x) : bare(x)})`
  }),
  addTime: partial(
    lowered('a time outside of the years 1 to 9999 gives null', sql => {
      const [x, amount] = sql.arguments
      if (isTimestamp(sql)) return inTimes(`TRY(${x} + ${amount})`)
      const later = `TRY(CAST(${x} + CAST(${bare(amount)} AS INTEGER) AS DATE))`
      return `(CASE WHEN ${later} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN ${later} END)`
    }),
  ),
  timeDifference: supported(operator('-')),
  hash: supported(call('sha256')),
}
