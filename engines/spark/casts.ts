import type { CastName } from '../casts'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { textLiteral } from './literals'
import { finite, typeName } from './types'

const asIs = supported<CastWriter>(value => value)
const exact = supported<CastWriter>((value, _, to) => `CAST(${bare(value)} AS ${typeName(to)})`)
const tried = partial(
  lowered<CastWriter>('what has no value there gives null', (value, _, to) => `try_cast(${bare(value)} AS ${typeName(to)})`),
)

/** Texts of the forms that the law reads, as regular expressions of Java; `\z` is the very end. */
export const FORMS = {
  integer: '^[+-]?[0-9]+\\z',
  number: '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?\\z',
  zonedTime: '^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})\\z',
  date: '^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}\\z',
} as const

/** The text if it has the form, else the empty text, which has no value of another type. Spark itself would read more than the law allows. */
const formed = (value: string, form: keyof typeof FORMS) => `regexp_extract(${bare(value)}, ${textLiteral(FORMS[form])}, 0)`
const matching = (form: keyof typeof FORMS, write: (text: string, to: Parameters<CastWriter>[2]) => string) =>
  partial(lowered<CastWriter>('the form of the text is checked first', (value, _, to) => write(formed(value, form), to)))
const tryCast = (text: string, to: Parameters<CastWriter>[2]) => `try_cast(${text} AS ${typeName(to)})`
const inRange = (time: string) => `IF(${time} BETWEEN -62135596800000L AND 253402300799999L, ${time}, NULL)`
const toEnum = partial(
  lowered<CastWriter>('other texts give null', (value, _, to) => {
    const values = to.kind === 'enum' ? to.values.map(textLiteral).join(', ') : ''
    return `IF(${bare(value)} IN (${values}), ${bare(value)}, NULL)`
  }),
)

/** Spark's casts, in ANSI mode: elsewhere decimals become texts with exponents. */
export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': matching('integer', tryCast),
  'string-double': matching('number', (text, to) => finite(tryCast(text, to))),
  'string-decimal': matching('number', tryCast),
  'string-boolean': partial(
    lowered('other texts give null', value => `(CASE ${bare(value)} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END)`),
  ),
  'string-timestamp': matching('zonedTime', text => inRange(`unix_millis(try_cast(upper(${text}) AS TIMESTAMP))`)),
  'string-date': matching('date', tryCast),
  'string-enum': toEnum,
  'string-bytes': exact,
  'enum-string': asIs,
  'enum-enum': toEnum,
  'boolean-boolean': asIs,
  'boolean-string': exact,
  'boolean-int64': exact,
  'int64-int64': asIs,
  'int64-double': exact,
  'int64-decimal': tried,
  'int64-string': exact,
  'int64-timestamp': partial(lowered('other times give null', value => inRange(bare(value)))),
  'double-double': asIs,
  'double-int64': partial(
    lowered(
      'beyond int64 gives null; 2^63 itself Spark would take for the greatest integer',
      value => `try_cast(nullif(${bare(value)}, 9223372036854775808D) AS BIGINT)`,
    ),
  ),
  'double-decimal': tried,
  'decimal-decimal': tried,
  'decimal-int64': tried,
  'decimal-double': exact,
  'decimal-string': exact,
  'bytes-bytes': asIs,
  'bytes-string': partial(lowered('invalid UTF-8 gives null', value => `try_validate_utf8(CAST(${bare(value)} AS STRING))`)),
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': supported(value => `date_format(timestamp_millis(${bare(value)}), ${textLiteral("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")})`),
  'timestamp-date': supported(value => `CAST(timestamp_millis(${bare(value)}) AS DATE)`),
  'date-date': asIs,
  'date-timestamp': supported(value => `unix_millis(CAST(${bare(value)} AS TIMESTAMP))`),
  'date-string': exact,
}
