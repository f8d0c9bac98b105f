import type { Expression, FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, dividesSafely, literalOf, operator, STANDARD_FUNCTIONS } from '../sql/functions'
import { TIME_FUNCTIONS } from './time-functions'

const DOCUMENTS = 'https://learn.microsoft.com/stream-analytics-query/'
const UTF16 = 'counts UTF-16 units: a character beyond U+FFFF counts twice'
/** What leaves int64 or the finite doubles is left to the job: it drops the event or stops, by its error policy. */
const arithmetic = (symbol: string) => supported(operator(symbol))
const isText = (expression: Expression | undefined) => expression?.node === 'literal' && expression.value !== ''

const float = (text: string, { type }: Expression) => (type.kind === 'double' ? text : `TRY_CAST(${bare(text)} AS float)`)

/** LEN leaves trailing blanks out. */
const lengthOf = (text: string) => `(LEN(CONCAT(${bare(text)}, '.')) - 1)`
/** The number of characters of what is compared. */
const unitsOf = (text: string, expression: Expression) =>
  expression.node === 'literal' ? String(String(expression.value).length) : lengthOf(text)
/** CONCAT takes null for the empty text. */
function unlessNull(texts: readonly string[], expressions: readonly Expression[], then: string): string {
  const nulls = texts.filter((_, index) => expressions[index].nullable).map(text => `${text} IS NULL`)
  return nulls.length === 0 ? then : `(CASE WHEN ${nulls.join(' OR ')} THEN NULL ELSE ${bare(then)} END)`
}
const when = (condition: string, then: string) => `(CASE WHEN ${condition} THEN ${bare(then)} ELSE NULL END)`
const find = (text: string, inside: string) => `CHARINDEX(${bare(text)}, ${bare(inside)})`

/** The text behind the first separator; empty where there is none, which `splitPart` asks for first. */
const behind = (text: string, separator: string, length: number) =>
  `SUBSTRING(${text}, ${find(separator, text)} + ${length}, ${lengthOf(text)})`

function splitPart(sql: Parameters<CallWriter>[0]): string {
  const [text, separator] = sql.arguments
  const length = String(literalOf(sql, 1)).length
  const rests = [text]
  for (let part = 1; part < Number(literalOf(sql, 2)); part++) rests.push(behind(rests[part - 1], separator, length))
  const rest = rests[rests.length - 1]
  const own = `CASE WHEN ${find(separator, rest)} > 0 THEN SUBSTRING(${rest}, 1, ${find(separator, rest)} - 1) ELSE ${rest} END`
  const there = rests.slice(0, -1).map(before => `${find(separator, before)} > 0`)
  return there.length === 0 ? `(${own})` : when(there.join(' AND '), own)
}

export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  ...STANDARD_FUNCTIONS,
  ...TIME_FUNCTIONS,
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: partial(
    lowered('as floats; division by zero and a quotient that is not finite give null', ({ arguments: [x, y], expressions }) => {
      const quotient = `(${float(x, expressions[0])} / ${float(y, expressions[1])})`
      if (dividesSafely(expressions)) return quotient
      return when(`${y} <> 0 AND ABS(${bare(quotient)}) <= 1.7976931348623157E308`, quotient)
    }),
  ),
  integerDivide: partial(
    lowered('what % leaves is taken off before; division by zero gives null', ({ arguments: [x, y] }) =>
      when(`${y} <> 0`, `TRY_CAST((${x} - ${x} % ${y}) / ${y} AS bigint)`),
    ),
  ),
  modulo: partial(lowered('division by zero gives null', ({ arguments: [x, y] }) => when(`${y} <> 0`, `(${x} % ${y})`))),
  negate: lowered('0 - x', ({ arguments: [x] }) => `(0 - ${x})`),
  ceiling: supported(call('CEILING')),
  round: lowered('by FLOOR and CEILING: the documentation does not say how ROUND treats all halves', ({ arguments: [x] }) => {
    const up = `CASE WHEN ${x} - FLOOR(${bare(x)}) >= 0.5 THEN CEILING(${bare(x)}) ELSE FLOOR(${bare(x)}) END`
    const down = `CASE WHEN CEILING(${bare(x)}) - ${x} >= 0.5 THEN FLOOR(${bare(x)}) ELSE CEILING(${bare(x)}) END`
    return `(CASE WHEN ${x} >= 0 THEN ${up} ELSE ${down} END)`
  }),
  lower: lowered('by the mapping of single characters', call('LOWER')),
  upper: lowered('by the mapping of single characters: ß stays ß', call('UPPER')),
  trim: refused('never', 'TRIM takes away all white space, and there is no function that takes spaces alone', {
    link: `${DOCUMENTS}trim-azure-stream-analytics`,
  }),
  length: lowered(`LEN leaves trailing blanks out, so one character stands behind; it ${UTF16}`, ({ arguments: [x], expressions }) =>
    unlessNull([x], expressions, lengthOf(x)),
  ),
  concat: lowered('CONCAT takes null for the empty text, so nulls are asked for first', ({ arguments: all, expressions }) =>
    unlessNull(all, expressions, `CONCAT(${all.map(bare).join(', ')})`),
  ),
  substring: partial(
    lowered(`a start below 1 or a length below 0 gives null; ${UTF16}`, ({ arguments: [x, start, length], expressions }) => {
      const text = `SUBSTRING(${bare(x)}, ${bare(start)}, ${length === undefined ? lengthOf(x) : bare(length)})`
      const valid = [
        ...(expressions[0].nullable ? [`${x} IS NOT NULL`] : []),
        ...(expressions[1].node === 'literal' ? [] : [`${start} >= 1`]),
        ...(length === undefined || expressions[2].node === 'literal' ? [] : [`${length} >= 0`]),
      ]
      return valid.length === 0 ? text : when(valid.join(' AND '), text)
    }),
  ),
  startsWith: lowered('by LEFT', ({ arguments: [x, y], expressions }) => `(LEFT(${bare(x)}, ${unitsOf(y, expressions[1])}) = ${y})`),
  endsWith: lowered('by RIGHT', ({ arguments: [x, y], expressions }) => `(RIGHT(${bare(x)}, ${unitsOf(y, expressions[1])}) = ${y})`),
  contains: lowered('by CHARINDEX', ({ arguments: [x, y], expressions }) =>
    isText(expressions[1]) ? `(${find(y, x)} > 0)` : `(${find(y, x)} > 0 OR (${y} = '' AND ${x} = ${x}))`,
  ),
  replace: partial(
    lowered('an empty search gives null', ({ arguments: [x, search, to], expressions }) => {
      const text = `REPLACE(${[x, search, to].map(bare).join(', ')})`
      return expressions[1].node === 'literal' ? text : when(`${search} <> ''`, text)
    }),
  ),
  split: refused('not-yet', 'there is no function that cuts a text into an array', { hint: 'write lists as JSON arrays' }),
  splitPart: lowered('by CHARINDEX and SUBSTRING, for literals and at most part 4', splitPart),
  listContains: refused('not-yet', 'there is no function that looks for a value in an array', { hint: 'explode the list' }),
  listSize: supported(call('GetArrayLength')),
  listElement: lowered(
    'counted from 0 there',
    ({ arguments: [list, index] }) => `GetArrayElement(${bare(list)}, ${Number(bare(index)) - 1})`,
  ),
  hash: refused('not-yet', 'there is no function that hashes, and one in JavaScript runs in no local engine but that of Windows', {
    link: `${DOCUMENTS}string-functions-azure-stream-analytics`,
  }),
}
