import type { DataType, Expression } from '../../pipeline'
import { FUNCTION_NAMES, type FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CallWriter, SqlCall } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, chain, literalOf, operator } from '../sql/functions'
import { fixedPart, fixedStart } from './time'

const notWritten = refused('not-written', 'nobody has compared the function of KQL with the law', {
  hint: 'compute it before the events land',
})
const LEAST = 'long(-9223372036854775808)'
const real = (text: string) => `todouble(${bare(text)})`
const exact = (text: string) => `todecimal(${bare(text)})`
/** Null where it is not finite. */
const finite = (text: string) => `iff(isfinite(${bare(text)}), ${bare(text)}, real(null))`
const arithmetic = (symbol: string) =>
  partial(
    lowered<CallWriter>('a double that is not finite gives null; integers are computed as decimals, and give null beyond int64', sql => {
      const [x, y] = sql.arguments
      return sql.type.kind === 'double' ? finite(operator(symbol)(sql)) : `as_int64(${exact(x)} ${symbol} ${exact(y)})`
    }),
  )

/** Comparing null with a value gives true or false there: https://learn.microsoft.com/kusto/query/scalar-data-types/null-values */
const stickyNull =
  (write: CallWriter): CallWriter =>
  sql => {
    const nulls = nullTests(sql)
    return nulls.length === 0 ? write(sql) : `iff(${nulls.join(' or ')}, bool(null), ${bare(write(sql))})`
  }

const nullTests = ({ arguments: texts, expressions }: SqlCall): readonly string[] =>
  texts.filter((_, index) => expressions[index].nullable).map(text => `isnull(${bare(text)})`)

/** The pages of KQL disagree on what `null and true` is: where there may be a null, it is asked for. https://learn.microsoft.com/kusto/query/logical-operators */
function logic(word: 'and' | 'or', decisive: 'false' | 'true', other: 'false' | 'true'): CallWriter {
  return sql => {
    const nulls = nullTests(sql)
    if (nulls.length === 0) return chain(word)(sql)
    const decides = sql.arguments.map(text => `${text} == ${decisive}`).join(' or ')
    return `case(${decides}, ${decisive}, ${nulls.join(' or ')}, bool(null), ${other})`
  }
}

const isLeast = (text: string) => `${text} == ${LEAST}`
const isNotEmpty = (expression: Expression | undefined) => expression?.node === 'literal' && expression.value !== ''
const isInteger = ({ type }: { readonly type: DataType }) => type.kind === 'int64'

const WRITTEN: Partial<Readonly<Record<FunctionName, Rule<CallWriter>>>> = {
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: partial(lowered('as doubles; division by zero gives null', ({ arguments: [x, y] }) => finite(`${real(x)} / ${real(y)}`))),
  integerDivide: partial(
    lowered(
      'by zero, and beyond int64, it gives null',
      ({ arguments: [x, y] }) => `iff(${y} == 0 or (${isLeast(x)} and ${y} == -1), long(null), ${x} / ${y})`,
    ),
  ),
  modulo: partial(
    lowered(
      'the modulo of KQL is never negative',
      ({ arguments: [x, y] }) => `case(${y} == 0, long(null), ${y} == -1, 0 * ${x}, ${x} - (${x} / ${y}) * ${y})`,
    ),
  ),
  negate: partial(
    lowered('0 - x, and null beyond int64', sql => {
      const [x] = sql.arguments
      return isInteger(sql) ? `iff(${isLeast(x)}, long(null), 0 - ${x})` : `(0 - ${x})`
    }),
  ),
  absolute: partial(
    lowered('null beyond int64', sql => {
      const [x] = sql.arguments
      return isInteger(sql) ? `iff(${isLeast(x)}, long(null), abs(${bare(x)}))` : `abs(${bare(x)})`
    }),
  ),
  round: lowered('halves away from zero by bin', ({ arguments: [x] }) => {
    const whole = `bin(abs(${bare(x)}), real(1))`
    return `((${whole} + iff(abs(${bare(x)}) - ${whole} >= 0.5, real(1), real(0))) * iff(${x} < 0, real(-1), real(1)))`
  }),
  floor: lowered('floor is another name of bin there', ({ arguments: [x] }) => `bin(${bare(x)}, real(1))`),
  ceiling: supported(call('ceiling')),
  equal: lowered('null is asked for: compared with a value it gives false there', stickyNull(operator('=='))),
  notEqual: lowered('null is asked for: compared with a value it gives true there', stickyNull(operator('!='))),
  less: supported(operator('<')),
  lessOrEqual: supported(operator('<=')),
  greater: supported(operator('>')),
  greaterOrEqual: supported(operator('>=')),
  in: lowered('by equality where there may be a null', sql => {
    const {
      arguments: [x, ...values],
    } = sql
    if (nullTests(sql).length === 0) return `(${x} in (${values.map(bare).join(', ')}))`
    const [own, ...nulls] = sql.arguments.map((text, index) => (sql.expressions[index].nullable ? `isnull(${bare(text)})` : ''))
    const unknown = nulls.filter(test => test !== '').join(' or ')
    const found = values.map(value => `${x} == ${value}`).join(' or ')
    return `case(${[
      ...(own === '' ? [] : [`${own}, bool(null)`]),
      `${found}, true`,
      ...(unknown === '' ? [] : [`${unknown}, bool(null)`]),
      'false',
    ].join(', ')})`
  }),
  and: lowered('null is asked for', logic('and', 'false', 'true')),
  or: lowered('null is asked for', logic('or', 'true', 'false')),
  not: lowered('null is asked for', stickyNull(call('not'))),
  isNull: supported(call('isnull')),
  coalesce: supported(call('coalesce')),
  concat: supported(call('strcat')),
  length: supported(call('strlen')),
  replace: lowered('a search that is not empty', call('replace_string')),
  startsWith: lowered('with regard to case', ({ arguments: [x, y] }) => `(${x} startswith_cs ${y})`),
  endsWith: lowered('with regard to case', ({ arguments: [x, y] }) => `(${x} endswith_cs ${y})`),
  contains: lowered('with regard to case', ({ arguments: [x, y] }) => `(${x} contains_cs ${y})`),
  split: partial(
    lowered('an empty separator gives null', sql => {
      const [x, separator] = sql.arguments
      const parts = `split(${bare(x)}, ${bare(separator)})`
      return isNotEmpty(sql.expressions[1]) ? parts : `iff(${separator} == '', dynamic(null), ${parts})`
    }),
  ),
  listSize: lowered('array_length', call('array_length')),
  hash: lowered('hash_sha256', call('hash_sha256')),
  truncateTime: lowered('by bin; months and longer are refused', sql => fixedStart(sql.arguments[0], String(literalOf(sql, 1)))),
  extractTime: lowered('by the modulo, which is never negative; parts of dates are refused', sql =>
    fixedPart(sql.arguments[0], String(literalOf(sql, 1))),
  ),
  addTime: partial(
    lowered('outside of the years 1 to 9999 it gives null', ({ arguments: [x, y] }) => `time_ms(${exact(x)} + ${exact(y)})`),
  ),
  timeDifference: supported(operator('-')),
}

export const FUNCTIONS = Object.fromEntries(FUNCTION_NAMES.map(name => [name, WRITTEN[name] ?? notWritten])) as Readonly<
  Record<FunctionName, Rule<CallWriter>>
>
