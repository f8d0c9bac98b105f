import type { Expression, FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CallWriter, SqlCall } from '../sql/dialect'
import { bare } from '../sql/expression'
import { literalOf } from '../sql/functions'
import { floorRemainder, signedTime } from './arithmetic'
import { bigint, isTrue, whenNotNull } from './conditions'

const NULLS = 'nulls are asked for, since arithmetic on null is an error and a comparison with null is false'

/** Null where an argument is null. */
const strict =
  (write: (call: SqlCall) => string): CallWriter =>
  call =>
    whenNotNull(write(call), call.arguments, call.expressions)

const asDouble = (text: string, { type }: Expression): string => (type.kind === 'double' ? text : `CAST(${bare(text)} AS DOUBLE)`)

/** Two literals would be added as 32-bit integers. */
const arithmetic = (symbol: string) =>
  lowered(
    NULLS,
    strict(({ arguments: [x, y], expressions: [a, b], type }) =>
      type.kind === 'double' ? `(${asDouble(x, a)} ${symbol} ${asDouble(y, b)})` : `(${bigint(x)} ${symbol} ${y})`,
    ),
  )

const comparison = (symbol: string) =>
  lowered<CallWriter>(
    NULLS,
    strict(({ arguments: [x, y] }) => `(${x} ${symbol} ${y})`),
  )

const call = (name: string) => strict(({ arguments: all }) => `${name}(${all.map(bare).join(', ')})`)

function logic(symbol: 'AND' | 'OR', decides: 'TRUE' | 'FALSE'): CallWriter {
  return ({ arguments: all, expressions }) => {
    if (expressions.every(({ nullable }) => !nullable)) return `(${all.map(isBoolean).join(` ${symbol} `)})`
    const decided = all.map((text, index) =>
      decides === 'TRUE' ? isTrue(text) : expressions[index].nullable ? `NOT IFNULL(${bare(text)}, TRUE)` : `NOT ${isBoolean(text)}`,
    )
    const nulls = all.filter((_, index) => expressions[index].nullable).map(text => `${text} IS NULL`)
    return `(CASE WHEN ${decided.join(' OR ')} THEN ${decides} WHEN ${nulls.join(' OR ')} THEN NULL ELSE ${decides === 'TRUE' ? 'FALSE' : 'TRUE'} END)`
  }
}

/** A condition that can stand beside AND, OR and NOT. */
const isBoolean = (text: string): string => text

function isIn({ arguments: [x, ...values], expressions: [a, ...others] }: SqlCall): string {
  const found = `(${x} IN (${values.map(bare).join(', ')}))`
  if (!a.nullable && others.every(({ nullable }) => !nullable)) return found
  const nulls = others.flatMap(({ nullable }, index) => (nullable ? [`${values[index]} IS NULL`] : []))
  const unknown = nulls.length === 0 ? '' : ` WHEN ${nulls.join(' OR ')} THEN NULL`
  return `(CASE WHEN ${a.nullable ? `${x} IS NULL THEN NULL WHEN ` : ''}${bare(found)} THEN TRUE${unknown} ELSE FALSE END)`
}

function round({ arguments: [x] }: SqlCall): string {
  const size = `ABS(${bare(x)})`
  const rounded = `(FLOOR(${size}) + CASE WHEN ${size} - FLOOR(${size}) >= 5E-1 THEN 1E0 ELSE 0E0 END)`
  return `(CASE WHEN ${x} < 0E0 THEN 0E0 - ${rounded} ELSE ${rounded} END)`
}

/** Java's patterns see code points, unlike LEN and SUBSTRING, which count UTF-16 units. */
const length = strict(({ arguments: [x] }) => `CAST(LEN(REGEXP_REPLACE(${bare(x)}, '[\\x{10000}-\\x{10FFFF}]', '_')) AS BIGINT)`)

const substring = strict(sql => {
  const [x, , size] = sql.arguments
  const start = Number(literalOf(sql, 1))
  const most = size === undefined ? '' : String(Number(literalOf(sql, 2)))
  return `IFNULL(REGEXP_EXTRACT('(?s)^.{${start - 1}}(.{0,${most}})', ${bare(x)}, 1), '')`
})

const endsWith = strict(
  ({ arguments: [x, y] }) => `(SUBSTRING(${bare(x)}, LEN(${bare(x)}) - LEN(${bare(y)}) + 1) = ${y} AND LEN(${bare(x)}) >= LEN(${bare(y)}))`,
)

const UNIT_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }
/** 1970-01-01 was a Thursday: weeks start on Mondays, three days before. */
const THREE_DAYS_MS = 259_200_000

const truncate = strict(sql => {
  const unit = String(literalOf(sql, 1))
  const [x] = sql.arguments
  return `(${x} - ${floorRemainder(unit === 'week' ? `(${x} + ${THREE_DAYS_MS})` : x, UNIT_MS[unit])})`
})

const extract = strict(sql => {
  const [x] = sql.arguments
  switch (String(literalOf(sql, 1))) {
    case 'hour':
      return `(${floorRemainder(x, 86_400_000)} / 3600000)`
    case 'minute':
      return `(${floorRemainder(x, 3_600_000)} / 60000)`
    case 'second':
      return `(${floorRemainder(x, 60_000)} / 1000)`
    case 'dayOfWeek':
      return `(${floorRemainder(`(${x} + ${THREE_DAYS_MS})`, 604_800_000)} / 86400000 + 1)`
    default:
      return floorRemainder(x, 1000)
  }
})

const isNotZero = (expression: Expression): boolean =>
  expression.node === 'literal' && expression.value !== null && Number(expression.value) !== 0

const wholeNumbers = (symbol: string): CallWriter =>
  strict(({ arguments: [x, y], expressions: [, b] }) =>
    isNotZero(b) ? `(${bigint(x)} ${symbol} ${y})` : `(CASE WHEN ${y} = 0 THEN NULL ELSE ${bigint(x)} ${symbol} ${y} END)`,
  )

const UTF16 = 'by patterns, since LEN and SUBSTRING count UTF-16 units'

export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: partial(
    lowered(
      'as doubles; null for a divisor of zero',
      strict(({ arguments: [x, y], expressions: [a, b] }) => {
        const divisor = asDouble(y, b)
        if (isNotZero(b)) return `(${asDouble(x, a)} / ${divisor})`
        return `(CASE WHEN ${divisor} = 0E0 THEN NULL ELSE ${asDouble(x, a)} / ${divisor} END)`
      }),
    ),
  ),
  integerDivide: partial(lowered('null for a divisor of zero', wholeNumbers('/'))),
  modulo: partial(lowered('null for a divisor of zero', wholeNumbers('%'))),
  negate: lowered(
    NULLS,
    strict(({ arguments: [x], type }) => `(${type.kind === 'double' ? '0E0' : '0'} - ${type.kind === 'double' ? x : bigint(x)})`),
  ),
  absolute: supported(strict(({ arguments: [x] }) => `ABS(${bare(bigint(x))})`)),
  round: lowered('halves away from zero by FLOOR; ROUND takes them up', strict(round)),
  floor: lowered(
    'plus zero, since FLOOR keeps negative zero',
    strict(({ arguments: [x] }) => `(FLOOR(${bare(x)}) + 0E0)`),
  ),
  ceiling: lowered(
    'plus zero, since CEIL keeps negative zero',
    strict(({ arguments: [x] }) => `(CEIL(${bare(x)}) + 0E0)`),
  ),
  equal: comparison('='),
  notEqual: comparison('<>'),
  less: comparison('<'),
  lessOrEqual: comparison('<='),
  greater: comparison('>'),
  greaterOrEqual: comparison('>='),
  in: lowered(NULLS, isIn),
  and: lowered('null is asked for, since AND of null is an error', logic('AND', 'FALSE')),
  or: lowered('null is asked for, since OR of null is an error', logic('OR', 'TRUE')),
  not: lowered(
    NULLS,
    strict(({ arguments: [x] }) => `(NOT ${x})`),
  ),
  isNull: supported(({ arguments: [x] }) => `(${x} IS NULL)`),
  coalesce: supported(
    ({ arguments: all, type, expressions }) =>
      `COALESCE(${all
        .map((text, index) => (type.kind === 'double' ? asDouble(text, expressions[index]) : bigint(text)))
        .map(bare)
        .join(', ')})`,
  ),
  lower: supported(call('LCASE')),
  upper: supported(call('UCASE')),
  trim: lowered(
    'by a pattern, since TRIM takes control characters, too',
    strict(({ arguments: [x] }) => `REGEXP_REPLACE(${bare(x)}, '^ +| +\\z', '')`),
  ),
  length: lowered(UTF16, length),
  concat: supported(call('CONCAT')),
  substring: lowered(UTF16, substring),
  startsWith: lowered(
    "INSTR gives 1; the empty text is asked for, which INSTR doesn't find in itself",
    strict(({ arguments: [x, y] }) => `(INSTR(${bare(x)}, ${bare(y)}) = 1 OR ${y} = '')`),
  ),
  endsWith: lowered('by the last part, which SUBSTRING gives', endsWith),
  contains: lowered(
    "by INSTR; the empty text is asked for, which INSTR doesn't find in itself",
    strict(({ arguments: [x, y] }) => `(INSTR(${bare(x)}, ${bare(y)}) > 0 OR ${y} = '')`),
  ),
  replace: partial(
    lowered(
      'null for an empty search',
      strict(({ arguments: [x, y, z] }) => notEmpty(y, `REPLACE(${[x, y, z].map(bare).join(', ')})`)),
    ),
  ),
  split: partial(
    lowered(
      'null for an empty separator',
      strict(({ arguments: [x, y] }) => notEmpty(y, `SPLIT(${bare(x)}, ${bare(y)})`)),
    ),
  ),
  splitPart: refused('not-written', 'a null beyond the last part can not be told from a failure', { hint: 'use split and listElement' }),
  listContains: lowered(
    NULLS,
    strict(
      ({ arguments: [x, y], expressions }) => `ARRAY_CONTAINS(${bare(x)}, ${expressions[1].type.kind === 'int64' ? bigint(y) : bare(y)})`,
    ),
  ),
  listSize: lowered(
    'as BIGINT',
    strict(({ arguments: [x] }) => `CAST(ARRAY_LENGTH(${bare(x)}) AS BIGINT)`),
  ),
  listElement: supported(sql => {
    const [x] = sql.arguments
    return `${x}[${Number(literalOf(sql, 1))}]`
  }),
  truncateTime: lowered('by integer arithmetic', truncate),
  extractTime: lowered('by integer arithmetic', extract),
  addTime: partial(
    lowered(
      'null outside of the years 0001 to 9999',
      strict(({ arguments: [x, y] }) => signedTime(`(${bigint(x)} + ${y})`)),
    ),
  ),
  timeDifference: lowered(
    NULLS,
    strict(({ arguments: [x, y] }) => `(${bigint(x)} - ${y})`),
  ),
  hash: refused('not-yet', 'ksqlDB has MD5 but no SHA-256', { hint: 'hash before the topic, or register a function of your own' }),
}

function notEmpty(argument: string, result: string): string {
  return /^'.+'$/s.test(argument) ? result : `(CASE WHEN ${argument} = '' THEN NULL ELSE ${result} END)`
}
