import type { DataType } from '../../pipeline'
import type { CastName } from '../casts'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { pattern, textLiteral } from './quote'
import { fitting, typeName } from './types'

export const JSON_NUMBER = '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$'
export const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const MAX_DOUBLE = '1.7976931348623157e308'

const safeCast = (value: string, to: DataType) => {
  const cast = `SAFE_CAST(${bare(value)} AS ${typeName(to)})`
  return to.kind === 'decimal' ? fitting(cast, to, true) : cast
}
const asIs = supported<CastWriter>(value => value)
const exact = supported<CastWriter>((value, _, to) => `CAST(${bare(value)} AS ${typeName(to)})`)
const tried = partial(lowered<CastWriter>('what has no value there gives null', (value, _, to) => safeCast(value, to)))
const truncatedFirst = partial(
  lowered<CastWriter>('truncated first; beyond int64 gives null', (value, _, to) => safeCast(`TRUNC(${bare(value)})`, to)),
)
/** GoogleSQL reads more texts than the law allows (spaces, hexadecimal digits, `inf`): the form is checked first. */
const matching = (form: string, then: (value: string, to: DataType) => string) =>
  partial(
    lowered<CastWriter>(
      'the form of the text is checked first',
      (value, _, to) => `IF(REGEXP_CONTAINS(${bare(value)}, ${pattern(form)}), ${then(value, to)}, NULL)`,
    ),
  )
const toEnum = partial(
  lowered<CastWriter>('other texts give null', (value, _, to) => {
    const values = to.kind === 'enum' ? to.values.map(textLiteral).join(', ') : ''
    return `IF(${value} IN (${values}), ${value}, NULL)`
  }),
)

/** A double, or null where it is not finite. */
export function finite(text: string): string {
  return `IF(ABS(${text}) <= ${MAX_DOUBLE}, ${text}, NULL)`
}

/** Epoch ms of a text `YYYY-MM-DDThh:mm…` with zone; digits behind the milliseconds are cut, which is toward minus infinity. */
export function isoMillis(text: string): string {
  return `UNIX_MILLIS(SAFE_CAST(REGEXP_REPLACE(${bare(text)}, ${pattern('([.][0-9]{3})[0-9]+')}, ${pattern('\\1')}) AS TIMESTAMP))`
}

export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': matching('^[+-]?[0-9]+$', safeCast),
  'string-double': matching(JSON_NUMBER, (value, to) => finite(safeCast(value, to))),
  'string-decimal': matching(JSON_NUMBER, safeCast),
  'string-boolean': partial(lowered('other texts give null', value => `CASE ${value} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END`)),
  'string-timestamp': matching(`^${DATE}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$`, value =>
    isoMillis(`REGEXP_REPLACE(${bare(value)}, ${pattern('^(.{16})(Z|[+-])')}, ${pattern('\\1:00\\2')})`),
  ),
  'string-date': matching(`^${DATE}$`, safeCast),
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
  'int64-timestamp': partial(
    lowered('other times give null', value => `IF(${value} BETWEEN -62135596800000 AND 253402300799999, ${value}, NULL)`),
  ),
  'double-double': asIs,
  'double-int64': truncatedFirst,
  'double-decimal': partial(lowered('by its shortest text', (value, _, to) => safeCast(`CAST(${bare(value)} AS STRING)`, to))),
  'decimal-decimal': partial(
    lowered('beyond the precision gives null', (value, _, to) => (to.kind === 'decimal' ? fitting(bare(value), to, true) : value)),
  ),
  'decimal-int64': truncatedFirst,
  'decimal-double': exact,
  'decimal-string': lowered('with all digits of its scale', (value, from) =>
    from.kind === 'decimal' ? `FORMAT('%.${from.scale}f', ${bare(value)})` : '',
  ),
  'bytes-bytes': asIs,
  'bytes-string': tried,
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': supported(value => `FORMAT_TIMESTAMP('%E4Y-%m-%dT%H:%M:%E3SZ', TIMESTAMP_MILLIS(${bare(value)}), 'UTC')`),
  'timestamp-date': supported(value => `DATE(TIMESTAMP_MILLIS(${bare(value)}), 'UTC')`),
  'date-date': asIs,
  'date-timestamp': supported(value => `(UNIX_DATE(${bare(value)}) * 86400000)`),
  'date-string': supported(value => `FORMAT_DATE('%E4Y-%m-%d', ${bare(value)})`),
}
