import type { DataType } from '../../pipeline'
import type { CastName } from '../casts'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { singleQuoted } from '../sql/quote'
import { typeName } from './dialect'
import { dayOf, FIRST_TIME_MS, LAST_TIME_MS, midnightOf } from './time-functions'
import { timeOfText } from './time-text'

const asIs = supported<CastWriter>(value => value)
const exact = supported<CastWriter>((value, _, to) => `CAST(${bare(value)} AS ${typeName(to)})`)
const tryCast = (value: string, to: DataType) => `TRY_CAST(${bare(value)} AS ${typeName(to)})`
const tried = partial(lowered<CastWriter>('what has no value there gives null', (value, _, to) => tryCast(value, to)))
/** Flink reads more texts than the law allows (spaces, fractions of integers, `1f`): the form is checked first. */
const matching = (pattern: string, then: (value: string, to: DataType) => string) =>
  partial(
    lowered<CastWriter>(
      'the form of the text is checked first',
      (value, _, to) => `(CASE WHEN REGEXP(${bare(value)}, '^${pattern}$') THEN ${then(value, to)} END)`,
    ),
  )
/** Flink's casts to BIGINT wrap (decimals) or saturate (doubles). */
const within = (least: string, most: string, note: string) =>
  partial(
    lowered<CastWriter>(note, value => `(CASE WHEN ${value} >= ${least} AND ${value} < ${most} THEN CAST(${bare(value)} AS BIGINT) END)`),
  )
const NUMBER = '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?'
const LARGEST_DOUBLE = '1.7976931348623157E308'
/**
 * Of a text Flink counts the zero before the point as a digit, and does not look again at the precision after rounding: it is read with a digit more, which is then checked.
 */
function decimalOfText(value: string, to: DataType): string {
  if (to.kind !== 'decimal' || to.precision === 38) return tryCast(value, to)
  const wide = tryCast(value, { ...to, precision: to.precision + 1 })
  return `CASE WHEN ABS(${wide}) < CAST('1${'0'.repeat(to.precision - to.scale)}' AS DECIMAL(38, 0)) THEN CAST(${wide} AS ${typeName(to)}) END`
}
const toEnum = partial(
  lowered<CastWriter>('other texts give null', (value, _, to) => {
    const values = to.kind === 'enum' ? to.values.map(singleQuoted).join(', ') : ''
    return `(CASE WHEN ${value} IN (${values}) THEN ${value} END)`
  }),
)
const validTime = (time: string) => `(CASE WHEN ${time} BETWEEN ${FIRST_TIME_MS} AND ${LAST_TIME_MS} THEN ${time} END)`

export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': matching('[+-]?[0-9]+', tryCast),
  'string-double': matching(NUMBER, (value, to) => {
    const double = tryCast(value, to)
    return `CASE WHEN ABS(${double}) <= ${LARGEST_DOUBLE} THEN ${double} END`
  }),
  'string-decimal': matching(NUMBER, decimalOfText),
  'string-boolean': partial(
    lowered('other texts give null', value => `(CASE ${bare(value)} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END)`),
  ),
  'string-timestamp': partial(lowered('the parts of the text are read one by one', value => validTime(timeOfText(value, 'zoned')))),
  'string-date': matching('[0-9]{4}-[0-9]{2}-[0-9]{2}', (value, to) => {
    const date = tryCast(value, to)
    return `CASE WHEN ${date} >= DATE '0001-01-01' THEN ${date} END`
  }),
  'string-enum': toEnum,
  'string-bytes': exact,
  'enum-string': asIs,
  'enum-enum': toEnum,
  'boolean-boolean': asIs,
  'boolean-string': lowered("Flink writes 'TRUE'", value => `(CASE ${bare(value)} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END)`),
  'boolean-int64': exact,
  'int64-int64': asIs,
  'int64-double': exact,
  'int64-decimal': tried,
  'int64-string': exact,
  'int64-timestamp': partial(lowered('other times give null', validTime)),
  'double-double': asIs,
  'double-int64': within('-9223372036854775808E0', '9223372036854775808E0', 'beyond int64 it gives null'),
  'double-decimal': tried,
  'decimal-decimal': tried,
  'decimal-int64': within(
    "CAST('-9223372036854775808' AS DECIMAL(38, 0))",
    "CAST('9223372036854775808' AS DECIMAL(38, 0))",
    'beyond int64 it gives null',
  ),
  'decimal-double': exact,
  'decimal-string': exact,
  'bytes-bytes': asIs,
  'bytes-string': partial(
    lowered('invalid UTF-8, which does not come back the same, gives null', value => {
      const text = `CAST(${bare(value)} AS STRING)`
      return `(CASE WHEN CAST(${text} AS BYTES) = ${value} THEN ${text} END)`
    }),
  ),
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': supported(value => `DATE_FORMAT(TO_TIMESTAMP_LTZ(${bare(value)}, 3), 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z''')`),
  'timestamp-date': supported(dayOf),
  'date-date': asIs,
  'date-timestamp': supported(midnightOf),
  'date-string': exact,
}
