import type { Expression, FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call } from '../sql/functions'
import { textLiteral } from './literals'

/** Spark's `split` takes a regular expression: a literal separator is escaped, any other is quoted by \Q … \E. */
export function splitText(text: string, separator: string, expression: Expression | undefined): string {
  const literal = expression?.node === 'literal' && typeof expression.value === 'string' ? expression.value : undefined
  const pattern =
    literal === undefined
      ? `concat('\\\\Q', replace(nullif(${bare(separator)}, ''), '\\\\E', '\\\\E\\\\\\\\E\\\\Q'), '\\\\E')`
      : textLiteral(literal.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'))
  return `split(${bare(text)}, ${pattern})`
}

const isLiteral = (expression: Expression | undefined) => expression === undefined || expression.node === 'literal'
/** Positions are BIGINT in the definition and INT in Spark. */
const position = (text: string, expression: Expression | undefined) =>
  expression?.node === 'literal' ? `${Math.min(Number(expression.value), 2 ** 31 - 1)}` : `CAST(LEAST(${bare(text)}, 2147483647L) AS INT)`

export const TEXT_FUNCTIONS = {
  trim: supported(({ arguments: [x] }) => `TRIM(${bare(x)})`),
  length: lowered('a BIGINT', ({ arguments: [x] }) => `CAST(CHAR_LENGTH(${bare(x)}) AS BIGINT)`),
  startsWith: supported(call('startswith')),
  endsWith: supported(call('endswith')),
  contains: supported(call('contains')),
  replace: partial(
    lowered('an empty search gives null', ({ arguments: [x, search, to], expressions }) => {
      const what = isLiteral(expressions[1]) ? bare(search) : `nullif(${bare(search)}, '')`
      return `replace(${bare(x)}, ${what}, ${bare(to)})`
    }),
  ),
  substring: partial(
    lowered('a start below 1 or a length below 0 gives null', ({ arguments: [x, start, length], expressions }) => {
      const parts = [bare(x), position(start, expressions[1]), ...(length === undefined ? [] : [position(length, expressions[2])])]
      const conditions = [
        ...(isLiteral(expressions[1]) ? [] : [`${bare(start)} >= 1L`]),
        ...(length === undefined || isLiteral(expressions[2]) ? [] : [`${bare(length)} >= 0L`]),
      ]
      const text = `substring(${parts.join(', ')})`
      return conditions.length === 0 ? text : `IF(${conditions.join(' AND ')}, ${text}, NULL)`
    }),
  ),
  split: partial(
    lowered('an empty separator gives null; the separator is no regular expression', ({ arguments: [x, separator], expressions }) =>
      splitText(x, separator, expressions[1]),
    ),
  ),
} as const satisfies Partial<Record<FunctionName, Rule<CallWriter>>>
