import type { DataType, FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { dividesSafely, isDecimal } from '../sql/functions'
import { finite, typeName } from './types'

/**
 * `try_add` and its like give null where ANSI mode would end the query; of doubles they give infinities.
 * Source: https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html (try functions).
 */
const tried = (name: string, symbol: string): Rule<CallWriter> =>
  partial(
    lowered('what leaves int64, 38 digits or the finite doubles gives null', ({ arguments: [x, y], type }) => {
      if (type.kind === 'double') return finite(`${x} ${symbol} ${y}`)
      const text = `${name}(${bare(x)}, ${bare(y)})`
      return isDecimal(type) ? `try_cast(${text} AS ${typeName(type)})` : text
    }),
  )

/** Integers of up to 15 digits are doubles as they stand. */
function asDouble(text: string, type: DataType | undefined): string {
  if (type?.kind === 'double') return text
  return /^\d{1,15}L$/.test(text) ? text.replace('L', 'D') : `CAST(${bare(text)} AS DOUBLE)`
}
/** A divisor that is known not to fail. */
const isPlain = (text: string) => /^[1-9]\d*L$/.test(text)

/** `floor` and `ceil` of a double give a BIGINT; doubles beyond it are whole already. */
const whole =
  (name: string): CallWriter =>
  ({ arguments: [x], type }) =>
    isDecimal(type)
      ? `CAST(${name}(${bare(x)}) AS ${typeName(type)})`
      : `IF(ABS(${bare(x)}) < 9E18D, CAST(${name}(${bare(x)}) AS DOUBLE), ${bare(x)})`

export const ARITHMETIC = {
  add: tried('try_add', '+'),
  subtract: tried('try_subtract', '-'),
  multiply: tried('try_multiply', '*'),
  divide: partial(
    lowered('as doubles; division by zero gives null', ({ arguments: all, expressions }) => {
      const [x, y] = all.map((text, index) => asDouble(text, expressions[index]?.type))
      return dividesSafely(expressions) ? `(${x} / ${y})` : finite(`try_divide(${bare(x)}, ${bare(y)})`)
    }),
  ),
  integerDivide: partial(
    lowered('division by zero gives null, as does the least integer by -1', ({ arguments: [x, y] }) =>
      isPlain(y) ? `(${x} DIV ${y})` : `IF(${bare(y)} = -1L, try_subtract(0L, ${bare(x)}), ${x} DIV nullif(${bare(y)}, 0L))`,
    ),
  ),
  modulo: partial(
    lowered('division by zero gives null', ({ arguments: [x, y] }) => (isPlain(y) ? `(${x} % ${y})` : `(${x} % nullif(${bare(y)}, 0L))`)),
  ),
  negate: partial(
    lowered('by subtraction from zero, which gives no negative zero; of the least integer null', ({ arguments: [x], type }) => {
      if (type.kind === 'double') return `(0D - ${x})`
      return isDecimal(type) ? `(-${x})` : `try_subtract(0L, ${bare(x)})`
    }),
  ),
  absolute: partial(
    lowered('of the least integer null', ({ arguments: [x], type }) =>
      type.kind === 'int64' ? `ABS(nullif(${bare(x)}, -9223372036854775808L))` : `ABS(${bare(x)})`,
    ),
  ),
  round: supported(({ arguments: [x, digits], type }) => {
    if (!isDecimal(type)) return `ROUND(${bare(x)})`
    return `CAST(ROUND(${bare(x)}, ${digits === undefined ? 0 : Number.parseInt(digits, 10)}) AS ${typeName(type)})`
  }),
  floor: lowered('a double stays a double', whole('FLOOR')),
  ceiling: lowered('a double stays a double', whole('CEIL')),
} as const satisfies Partial<Record<FunctionName, Rule<CallWriter>>>
