import type { DataType } from '../../pipeline'
import type { CastName } from '../casts'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { singleQuoted } from '../sql/quote'
import { signedTime } from './arithmetic'
import { bigint } from './conditions'

const asIs = supported<CastWriter>(value => value)
const cast = (type: string) => supported<CastWriter>(value => `CAST(${bare(value)} AS ${type})`)
const noDecimal = refused('not-written', "ksqlDB's decimals fail where the law's round", { hint: 'use int64 or double' })
const noDate = refused('not-written', 'dates are not written for ksqlDB', { hint: 'use timestamps' })
const noBytes = refused('not-written', 'bytes are not written for ksqlDB', { hint: 'use texts' })

/** Casts of texts trim them, and take more than the law does: so a pattern looks first. */
const matching = (pattern: string, type: string, more = '') =>
  partial(
    lowered<CastWriter>(
      'a pattern looks at the text first, since CAST trims it and takes other forms',
      value =>
        `(CASE WHEN REGEXP_EXTRACT('${pattern}', ${bare(value)}) IS NULL${more.replaceAll('?', bare(value))} THEN NULL ELSE CAST(${bare(value)} AS ${type}) END)`,
    ),
  )

const toEnum = partial(supported<CastWriter>((value, _, to) => `(CASE WHEN ${value} IN (${valuesOf(to)}) THEN ${value} ELSE NULL END)`))

function valuesOf(type: DataType): string {
  return type.kind === 'enum' ? type.values.map(singleQuoted).join(', ') : ''
}

export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': matching('\\A[+-]?[0-9]+\\z', 'BIGINT'),
  'string-double': matching(
    '\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?\\z',
    'DOUBLE',
    ' OR ABS(CAST(? AS DOUBLE)) > 1.7976931348623157E308',
  ),
  'string-decimal': noDecimal,
  'string-boolean': partial(supported(value => `(CASE WHEN ${value} = 'true' THEN TRUE WHEN ${value} = 'false' THEN FALSE ELSE NULL END)`)),
  'string-timestamp': refused('not-written', 'a text with a zone as a time', { hint: 'let the source read the field as a timestamp' }),
  'string-date': noDate,
  'string-enum': toEnum,
  'string-bytes': noBytes,
  'enum-string': asIs,
  'enum-enum': toEnum,
  'boolean-boolean': asIs,
  'boolean-string': lowered(
    'CASE, since CAST depends on a setting for null',
    value => `(CASE WHEN ${value} IS NULL THEN NULL WHEN ${value} THEN 'true' ELSE 'false' END)`,
  ),
  'boolean-int64': supported(
    value => `(CASE WHEN ${value} IS NULL THEN NULL WHEN ${value} THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END)`,
  ),
  'int64-int64': asIs,
  'int64-double': cast('DOUBLE'),
  'int64-decimal': noDecimal,
  'int64-string': lowered(
    'null is asked for, since CAST of it depends on a setting',
    value => `(CASE WHEN ${value} IS NULL THEN NULL ELSE CAST(${bare(value)} AS VARCHAR) END)`,
  ),
  'int64-timestamp': partial(lowered('null outside of the years 0001 to 9999', value => signedTime(bigint(value)))),
  'double-double': asIs,
  'double-int64': partial(
    lowered(
      'null outside of int64, where CAST gives its border',
      value =>
        `(CASE WHEN ${value} >= -9223372036854775808E0 AND ${value} < 9223372036854775808E0 THEN CAST(${bare(value)} AS BIGINT) ELSE NULL END)`,
    ),
  ),
  'double-decimal': noDecimal,
  'decimal-decimal': noDecimal,
  'decimal-int64': noDecimal,
  'decimal-double': noDecimal,
  'decimal-string': noDecimal,
  'bytes-bytes': noBytes,
  'bytes-string': noBytes,
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': refused('not-written', 'a time as text', { hint: 'write the time itself' }),
  'timestamp-date': noDate,
  'date-date': noDate,
  'date-timestamp': noDate,
  'date-string': noDate,
}
