import type { DataType } from '../../pipeline'
import type { CastName } from '../casts'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { textLiteral } from './quote'
import { fitting, inInt64, typeName, wholeNumber } from './types'

export const JSON_NUMBER = '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?'
/** Not the year 0, which Snowflake has. */
export const DATE = '([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}'
const EPOCH = "CAST('1970-01-01' AS DATE)"
const MAX_DOUBLE = '1.7976931348623157e308'

const asIs = supported<CastWriter>(value => value)
const exact = supported<CastWriter>((value, _, to) => `CAST(${bare(value)} AS ${typeName(to)})`)
/** Texts of another form give null. REGEXP_LIKE matches all of the text. */
const matching = (form: string, then: (value: string, to: DataType) => string) =>
  partial(
    lowered<CastWriter>(
      'the form of the text is checked first',
      (value, _, to) => `(CASE WHEN REGEXP_LIKE(${bare(value)}, '${form}') THEN ${then(value, to)} END)`,
    ),
  )
const toEnum = partial(
  lowered<CastWriter>('other texts give null', (value, _, to) => {
    const values = to.kind === 'enum' ? to.values.map(textLiteral).join(', ') : ''
    return `(CASE WHEN ${value} IN (${values}) THEN ${value} END)`
  }),
)
const toDecimal = partial(
  lowered<CastWriter>('beyond the precision gives null', (value, _, to) => (to.kind === 'decimal' ? `(${fitting(value, to)})` : value)),
)

/** A double, or null where it is not finite. */
export function finiteText(text: string): string {
  const value = `TRY_TO_DOUBLE(${bare(text)})`
  return `CASE WHEN ABS(${value}) <= ${MAX_DOUBLE} THEN ${value} END`
}

/** Epoch ms of a text `YYYY-MM-DDThh:mm…` with zone; digits behind the milliseconds are cut, which is toward minus infinity. */
export function isoMillis(text: string): string {
  return `DATE_PART(EPOCH_MILLISECOND, TRY_CAST(REGEXP_REPLACE(${bare(text)}, '([.][0-9]{3})[0-9]+', '\\\\1') AS TIMESTAMP_TZ))`
}

export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': matching('[+-]?[0-9]+', value => `(${inInt64(`TRY_TO_NUMBER(${bare(value)}, 38, 0)`)})`),
  'string-double': matching(JSON_NUMBER, finiteText),
  'string-decimal': matching(JSON_NUMBER, (value, to) =>
    to.kind === 'decimal' ? `TRY_TO_NUMBER(${bare(value)}, ${to.precision}, ${to.scale})` : value,
  ),
  'string-boolean': partial(lowered('other texts give null', value => `(CASE ${value} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END)`)),
  'string-timestamp': matching(`${DATE}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})`, value =>
    isoMillis(`REGEXP_REPLACE(${bare(value)}, '^(.{16})(Z|[+-])', '\\\\1:00\\\\2')`),
  ),
  'string-date': matching(DATE, value => `TRY_TO_DATE(${bare(value)}, 'YYYY-MM-DD')`),
  'string-enum': toEnum,
  'string-bytes': supported(value => `TO_BINARY(${bare(value)}, 'UTF-8')`),
  'enum-string': asIs,
  'enum-enum': toEnum,
  'boolean-boolean': asIs,
  'boolean-string': supported(value => `(CASE WHEN ${bare(value)} THEN 'true' WHEN NOT ${value} THEN 'false' END)`),
  'boolean-int64': supported(value => `(CASE WHEN ${bare(value)} THEN 1 WHEN NOT ${value} THEN 0 END)`),
  'int64-int64': asIs,
  'int64-double': exact,
  'int64-decimal': toDecimal,
  'int64-string': exact,
  'int64-timestamp': partial(
    lowered('other times give null', value => `(CASE WHEN ${value} BETWEEN -62135596800000 AND 253402300799999 THEN ${value} END)`),
  ),
  'double-double': asIs,
  'double-int64': partial(lowered('truncated first; beyond int64 gives null', value => `(${wholeNumber(`TRUNC(${bare(value)})`)})`)),
  'double-decimal': refused(
    'not-written',
    "Snowflake's text of a double is not documented to be the shortest one, whose halves the law rounds",
    {
      hint: 'read the field as a decimal',
    },
  ),
  'decimal-decimal': toDecimal,
  'decimal-int64': partial(
    lowered('truncated first; beyond int64 gives null', value => `CAST(${inInt64(`TRUNC(${bare(value)})`)} AS NUMBER(38, 0))`),
  ),
  'decimal-double': exact,
  'decimal-string': supported(value => `TO_VARCHAR(${bare(value)})`),
  'bytes-bytes': asIs,
  'bytes-string': refused('not-yet', 'TO_VARCHAR stops the query where bytes are not valid UTF-8, and has no form that gives null'),
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': supported(value => {
    const time = `TO_TIMESTAMP_NTZ(${bare(value)}, 3)`
    return `(TO_VARCHAR(${time}, 'YYYY-MM-DD') || 'T' || TO_VARCHAR(${time}, 'HH24:MI:SS.FF3') || 'Z')`
  }),
  'timestamp-date': supported(value => `TO_DATE(TO_TIMESTAMP_NTZ(${bare(value)}, 3))`),
  'date-date': asIs,
  'date-timestamp': supported(value => `(DATEDIFF(DAY, ${EPOCH}, ${bare(value)}) * 86400000)`),
  'date-string': supported(value => `TO_VARCHAR(${bare(value)}, 'YYYY-MM-DD')`),
}
