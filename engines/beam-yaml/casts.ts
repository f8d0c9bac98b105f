import type { DataType } from '../../pipeline'
import type { CastName } from '../casts'
import { type Rule, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { asDouble, scaleOf } from './conversion'
import { pythonText, tuple } from './python'

const asIs = supported<CastWriter>(value => value)
const helper = (name: string) => supported<CastWriter>(value => `${name}(${bare(value)})`)
const precisionOf = (type: DataType) => (type.kind === 'decimal' ? type.precision : 38)
const toDouble = supported<CastWriter>((value, from) => asDouble(value, from))
const rescaled = supported<CastWriter>((value, from, to) => `rescale(${bare(value)}, ${scaleOf(from)}, ${scaleOf(to)}, ${precisionOf(to)})`)
const toEnum = supported<CastWriter>((value, _, to) => {
  const values = to.kind === 'enum' ? to.values.map(pythonText) : []
  return `text_to_enum(${bare(value)}, ${tuple(values)})`
})
const toDecimal = (name: string) => supported<CastWriter>((value, _, to) => `${name}(${bare(value)}, ${precisionOf(to)}, ${scaleOf(to)})`)

export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': helper('text_to_int64'),
  'string-double': helper('text_to_double'),
  'string-decimal': toDecimal('text_to_decimal'),
  'string-boolean': helper('text_to_boolean'),
  'string-timestamp': helper('text_to_time'),
  'string-date': helper('text_to_date'),
  'string-enum': toEnum,
  'string-bytes': helper('text_to_bytes'),
  'enum-string': asIs,
  'enum-enum': toEnum,
  'boolean-boolean': asIs,
  'boolean-string': helper('boolean_to_text'),
  'boolean-int64': helper('boolean_to_int64'),
  'int64-int64': asIs,
  'int64-double': toDouble,
  'int64-decimal': rescaled,
  'int64-string': helper('int64_to_text'),
  'int64-timestamp': helper('int64_to_time'),
  'double-double': asIs,
  'double-int64': helper('double_to_int64'),
  'double-decimal': toDecimal('double_to_decimal'),
  'decimal-decimal': rescaled,
  'decimal-int64': supported((value, from) => `decimal_to_int64(${bare(value)}, ${scaleOf(from)})`),
  'decimal-double': toDouble,
  'decimal-string': supported((value, from) => `decimal_to_text(${bare(value)}, ${scaleOf(from)})`),
  'bytes-bytes': asIs,
  'bytes-string': helper('bytes_to_text'),
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': helper('time_to_text'),
  'timestamp-date': helper('time_to_date'),
  'date-date': asIs,
  'date-timestamp': helper('date_to_time'),
  'date-string': helper('date_to_text'),
}
