import type { CastName } from '../casts'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { singleQuoted } from './quote'
import { epochOf, FIRST_TIME_MS, LAST_TIME_MS } from './time-functions'

const asIs = supported<CastWriter>(value => value)
const tryCast = (value: string, type: string) => `TRY_CAST(${bare(value)} AS ${type})`
const when = (condition: string, then: string) => `(CASE WHEN ${condition} THEN ${bare(then)} ELSE NULL END)`
/** REGEXMATCH gives where the pattern is found, 0 where it isn't. Patterns are read as ECMAScript's, without regard to case; `$` might stand before a line's end. */
const matching = (pattern: string, then: (value: string) => string) =>
  partial(
    lowered<CastWriter>('the form of the text is checked first', value =>
      when(`REGEXMATCH(${bare(value)}, '^${pattern}(?![\\s\\S])') > 0`, then(value)),
    ),
  )
const toEnum = partial(
  lowered<CastWriter>('other texts give null', (value, _, to) =>
    when(`${value} IN (${to.kind === 'enum' ? to.values.map(singleQuoted).join(', ') : ''})`, value),
  ),
)
const noDecimal: Rule<CastWriter> = refused('never', 'there is no decimal type', { hint: 'use int64 of the smallest unit' })
const noBytes: Rule<CastWriter> = refused('never', 'there is no type of bytes', { hint: 'use base64 in a string' })
const noDate: Rule<CastWriter> = refused('not-written', 'there is no type of days', { hint: 'use a timestamp, truncated to the day' })

/** CAST stops the job where it fails; TRY_CAST gives null. */
export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': matching('[+-]?[0-9]+', value => tryCast(value, 'bigint')),
  'string-double': matching('-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?', value => {
    const number = tryCast(value, 'float')
    return when(`${number} >= -1.7976931348623157E308 AND ${number} <= 1.7976931348623157E308`, number)
  }),
  'string-decimal': noDecimal,
  'string-boolean': partial(
    lowered(
      'other texts give null',
      value => `(CASE WHEN ${value} = 'true' THEN CAST(1 AS bit) WHEN ${value} = 'false' THEN CAST(0 AS bit) ELSE NULL END)`,
    ),
  ),
  'string-timestamp': matching(
    '[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,7})?([Zz]|[+-][0-9]{2}:[0-9]{2})',
    value => epochOf(tryCast(value, 'datetime')),
  ),
  'string-date': noDate,
  'string-enum': toEnum,
  'string-bytes': noBytes,
  'enum-string': asIs,
  'enum-enum': toEnum,
  'boolean-boolean': asIs,
  'boolean-string': lowered(
    'by cases',
    value => `(CASE WHEN ${value} = CAST(1 AS bit) THEN 'true' WHEN ${value} = CAST(0 AS bit) THEN 'false' ELSE NULL END)`,
  ),
  'boolean-int64': lowered(
    'by cases',
    value => `(CASE WHEN ${value} = CAST(1 AS bit) THEN 1 WHEN ${value} = CAST(0 AS bit) THEN 0 ELSE NULL END)`,
  ),
  'int64-int64': asIs,
  'int64-double': supported(value => tryCast(value, 'float')),
  'int64-decimal': noDecimal,
  'int64-string': supported(value => tryCast(value, 'nvarchar(max)')),
  'int64-timestamp': partial(
    lowered('other times give null', value => when(`${value} >= ${FIRST_TIME_MS} AND ${value} <= ${LAST_TIME_MS}`, value)),
  ),
  'double-double': asIs,
  'double-int64': partial(
    lowered('truncated before the cast; beyond int64 it gives null', value =>
      tryCast(`CASE WHEN ${value} < 0 THEN CEILING(${bare(value)}) ELSE FLOOR(${bare(value)}) END`, 'bigint'),
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
  'timestamp-string': refused('not-written', 'the documentation does not say how many digits a datetime has as a text'),
  'timestamp-date': noDate,
  'date-date': noDate,
  'date-timestamp': noDate,
  'date-string': noDate,
}
