import type { CastName } from '../casts'
import { lowered, partial, type Rule, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { singleQuoted } from '../sql/quote'
import { floorRemainder } from '../sql/time'
import { typeName } from './dialect'

const asIs = supported<CastWriter>(value => value)
const exact = supported<CastWriter>((value, _, to) => `CAST(${bare(value)} AS ${typeName(to)})`)
const tried = partial(
  lowered<CastWriter>('what has no value there gives null', (value, _, to) => `TRY_CAST(${bare(value)} AS ${typeName(to)})`),
)
/** DuckDB reads more texts than the law allows (spaces, underscores, fractions of integers): the form is checked first. */
const matching = (pattern: string, then: (value: string, to: Parameters<CastWriter>[2]) => string) =>
  partial(
    lowered<CastWriter>(
      'the form of the text is checked first',
      (value, _, to) => `(CASE WHEN regexp_full_match(${bare(value)}, '${pattern}') THEN ${then(value, to)} END)`,
    ),
  )
const tryCast = (value: string, to: Parameters<CastWriter>[2]) => `TRY_CAST(${bare(value)} AS ${typeName(to)})`
const NUMBER = '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?'
const toEnum = partial(
  lowered<CastWriter>('other texts give null', (value, _, to) => {
    const values = to.kind === 'enum' ? to.values.map(singleQuoted).join(', ') : ''
    return `(CASE WHEN ${value} IN (${values}) THEN ${value} END)`
  }),
)

/** Rounded toward minus infinity; null outside of the years 1 to 9999. */
function millisecondsOf(microseconds: string): string {
  const floor = `((${microseconds} - ${floorRemainder(microseconds, 1000)}) // 1000)`
  return `CASE WHEN ${floor} BETWEEN -62135596800000 AND 253402300799999 THEN ${floor} END`
}

export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': matching('[+-]?[0-9]+', tryCast),
  'string-double': matching(NUMBER, (value, to) => `nullif(nullif(${tryCast(value, to)}, 'inf'), '-inf')`),
  'string-decimal': matching(NUMBER, tryCast),
  'string-boolean': partial(lowered('other texts give null', value => `(CASE ${value} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END)`)),
  'string-timestamp': matching('[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})', value =>
    millisecondsOf(`epoch_us(TRY_CAST(upper(${bare(value)}) AS TIMESTAMPTZ))`),
  ),
  'string-date': matching('(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}', tryCast),
  'string-enum': toEnum,
  'string-bytes': supported(value => `encode(${bare(value)})`),
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
    lowered('other times give null', value => `(CASE WHEN ${value} BETWEEN -62135596800000 AND 253402300799999 THEN ${value} END)`),
  ),
  'double-double': asIs,
  'double-int64': partial(lowered('truncated first; beyond int64 gives null', value => `TRY_CAST(trunc(${bare(value)}) AS BIGINT)`)),
  'double-decimal': partial(
    lowered('by its shortest text', (value, _, to) => `TRY_CAST(CAST(${bare(value)} AS VARCHAR) AS ${typeName(to)})`),
  ),
  'decimal-decimal': tried,
  'decimal-int64': partial(lowered('truncated first; beyond int64 gives null', value => `TRY_CAST(trunc(${bare(value)}) AS BIGINT)`)),
  'decimal-double': exact,
  'decimal-string': exact,
  'bytes-bytes': asIs,
  'bytes-string': partial(lowered('invalid UTF-8 gives null', value => `TRY(decode(${bare(value)}))`)),
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': supported(value => `strftime(make_timestamp_ms(${bare(value)}), '%Y-%m-%dT%H:%M:%S.%gZ')`),
  'timestamp-date': supported(value => `CAST(make_timestamp_ms(${bare(value)}) AS DATE)`),
  'date-date': asIs,
  'date-timestamp': supported(value => `epoch_ms(CAST(${bare(value)} AS TIMESTAMP))`),
  'date-string': supported(value => `strftime(${bare(value)}, '%Y-%m-%d')`),
}
