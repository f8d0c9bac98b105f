import type { CastName } from '../casts'
import { type Rule, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { javaText } from './names'

const asIs = supported<CastWriter>(value => value)
const call = (name: string) => supported<CastWriter>(value => `${name}(${bare(value)})`)
/** With the digits of the target. */
const toDecimal = (name: string) =>
  supported<CastWriter>((value, _, to) => (to.kind === 'decimal' ? `${name}(${bare(value)}, ${to.precision}, ${to.scale})` : value))
const toEnum = supported<CastWriter>((value, _, to) =>
  to.kind === 'enum' ? `textToEnum(${[bare(value), ...to.values.map(javaText)].join(', ')})` : value,
)

export const CASTS: Readonly<Record<CastName, Rule<CastWriter>>> = {
  'string-string': asIs,
  'string-int64': call('textToInt64'),
  'string-double': call('textToDouble'),
  'string-decimal': toDecimal('textToDecimal'),
  'string-boolean': call('textToBoolean'),
  'string-timestamp': call('textToTimestamp'),
  'string-date': call('textToDate'),
  'string-enum': toEnum,
  'string-bytes': call('textToBytes'),
  'enum-string': asIs,
  'enum-enum': toEnum,
  'boolean-boolean': asIs,
  'boolean-string': call('booleanToText'),
  'boolean-int64': call('booleanToInt64'),
  'int64-int64': asIs,
  'int64-double': call('int64ToDouble'),
  'int64-decimal': toDecimal('int64ToDecimal'),
  'int64-string': call('int64ToText'),
  'int64-timestamp': call('toTimestamp'),
  'double-double': asIs,
  'double-int64': call('doubleToInt64'),
  'double-decimal': toDecimal('doubleToDecimal'),
  'decimal-decimal': toDecimal('toDecimal'),
  'decimal-int64': call('decimalToInt64'),
  'decimal-double': call('decimalToDouble'),
  'decimal-string': call('decimalToText'),
  'bytes-bytes': asIs,
  'bytes-string': call('bytesToText'),
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'timestamp-string': call('timestampToText'),
  'timestamp-date': call('timestampToDate'),
  'date-date': asIs,
  'date-timestamp': call('dateToTimestamp'),
  'date-string': call('dateToText'),
}
