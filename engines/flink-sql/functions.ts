import type { FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CallWriter, SqlCall } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, dividesSafely, isDecimal, operator, STANDARD_FUNCTIONS } from '../sql/functions'
import { comparison } from './comparison'
import { typeName } from './dialect'
import { TIME_FUNCTIONS } from './time-functions'

/** Decimals are brought to the law's precision and scale; Flink's own differ. Overflow of int64 is left to the engine, which wraps. */
const arithmetic = (symbol: string): Rule<CallWriter> =>
  partial(
    lowered('decimals as the law types them; a double that is not finite gives null, an int64 that overflows wraps', sql => {
      const text = operator(symbol)(sql)
      if (isDecimal(sql.type)) return `CAST(${bare(text)} AS ${typeName(sql.type)})`
      return sql.type.kind === 'double' ? finite(doubles(symbol)(sql)) : text
    }),
  )
const double = (text: string, sql: SqlCall, index: number) =>
  sql.expressions[index].type.kind === 'double' ? text : `CAST(${bare(text)} AS DOUBLE)`
const doubles =
  (symbol: string): CallWriter =>
  sql =>
    sql.arguments.map((text, index) => double(text, sql, index)).join(` ${symbol} `)
/** Comparisons with NaN are false. */
const finite = (text: string) => `(CASE WHEN ABS(${text}) <= 1.7976931348623157E308 THEN ${text} END)`
/** Zero for minus zero. */
const positiveZero = (text: string) => `(${text} + 0E0)`
const whole =
  (name: string): CallWriter =>
  ({ arguments: [x], type }) =>
    isDecimal(type) ? `CAST(${name}(${bare(x)}) AS ${typeName(type)})` : positiveZero(`${name}(${bare(x)})`)
const guarded = (conditions: readonly string[], text: string) =>
  conditions.length === 0 ? text : `(CASE WHEN ${conditions.join(' AND ')} THEN ${text} END)`
const isLiteral = (sql: SqlCall, index: number) => sql.expressions[index]?.node === 'literal'
/** SUBSTRING and array elements count in INT. */
const int = (text: string) => `CAST(LEAST(${bare(text)}, 2147483647) AS INT)`
/** Literals are CHAR(n), which LOWER and UPPER keep, whatever the result's length. */
const stringOf =
  (name: string): CallWriter =>
  sql =>
    `${name}(${sql.expressions[0].node === 'field' ? bare(sql.arguments[0]) : `CAST(${bare(sql.arguments[0])} AS STRING)`})`
const splitText = (x: string, separator: string) =>
  `(CASE WHEN ${x} = '' THEN ARRAY[CAST('' AS STRING)] WHEN ${separator} <> '' THEN SPLIT(${bare(x)}, ${bare(separator)}) END)`
const element = (list: string, index: string) =>
  `(CASE WHEN ${index} BETWEEN 1 AND CARDINALITY(${bare(list)}) THEN ${list}[CAST(${bare(index)} AS INT)] END)`

export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  ...STANDARD_FUNCTIONS,
  ...TIME_FUNCTIONS,
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: partial(
    lowered('as doubles; division by zero gives null', sql =>
      dividesSafely(sql.expressions) ? `(${doubles('/')(sql)})` : finite(doubles('/')(sql)),
    ),
  ),
  integerDivide: partial(lowered('division by zero gives null', ({ arguments: [x, y] }) => `(${x} / NULLIF(${bare(y)}, 0))`)),
  modulo: partial(lowered('division by zero gives null', ({ arguments: [x, y] }) => `MOD(${bare(x)}, NULLIF(${bare(y)}, 0))`)),
  negate: supported(({ arguments: [x], type }) => (type.kind === 'double' ? `(0E0 - ${x})` : `(-${x})`)),
  round: supported(({ arguments: [x, digits], type }) =>
    isDecimal(type)
      ? `CAST(ROUND(${bare(x)}, ${digits === undefined ? '0' : `CAST(${bare(digits)} AS INT)`}) AS ${typeName(type)})`
      : positiveZero(`ROUND(${bare(x)})`),
  ),
  floor: supported(whole('FLOOR')),
  ceiling: supported(whole('CEIL')),
  equal: comparison('='),
  notEqual: comparison('<>'),
  less: comparison('<'),
  lessOrEqual: comparison('<='),
  greater: comparison('>'),
  greaterOrEqual: comparison('>='),
  lower: supported(stringOf('LOWER')),
  upper: supported(stringOf('UPPER')),
  trim: supported(({ arguments: [x] }) => `TRIM(BOTH ' ' FROM ${bare(x)})`),
  startsWith: supported(call('STARTSWITH')),
  endsWith: supported(call('ENDSWITH')),
  length: supported(({ arguments: [x] }) => `CAST(CHAR_LENGTH(${bare(x)}) AS BIGINT)`),
  substring: partial(
    lowered('a start below 1 or a length below 0 gives null', sql => {
      const [x, start, length] = sql.arguments
      const conditions = [
        ...(isLiteral(sql, 1) ? [] : [`${start} >= 1`]),
        ...(length === undefined || isLiteral(sql, 2) ? [] : [`${length} >= 0`]),
      ]
      return guarded(conditions, `SUBSTRING(${[bare(x), int(start), ...(length === undefined ? [] : [int(length)])].join(', ')})`)
    }),
  ),
  replace: partial(
    lowered('an empty search gives null', sql =>
      guarded(isLiteral(sql, 1) ? [] : [`${sql.arguments[1]} <> ''`], `REPLACE(${sql.arguments.map(bare).join(', ')})`),
    ),
  ),
  split: partial(
    lowered('an empty separator gives null; the empty text, of which Flink gives an empty list, is a case', sql => {
      const text = splitText(sql.arguments[0], sql.arguments[1])
      return isLiteral(sql, 1) ? text : guarded([`${sql.arguments[1]} <> ''`], text)
    }),
  ),
  splitPart: lowered('an element of the list, null beyond the last', ({ arguments: [x, separator, part] }) =>
    element(splitText(x, separator), part),
  ),
  listContains: lowered('a null value equals nothing', ({ arguments: [list, value], expressions }) => {
    const text = `ARRAY_CONTAINS(${bare(list)}, ${bare(value)})`
    return expressions[1].nullable ? guarded([`${value} IS NOT NULL`], text) : text
  }),
  listSize: supported(({ arguments: [list] }) => `CAST(CARDINALITY(${bare(list)}) AS BIGINT)`),
  listElement: lowered('beyond the last it gives null', ({ arguments: [list, index] }) => element(list, index)),
  hash: supported(call('SHA256')),
}
