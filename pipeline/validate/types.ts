import type { DataType, Field, TimestampWire } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { checkFieldName, checkUnique } from './names'

/** Lists and records in each other; decoders refuse deeper records anyway. */
const MAX_DEPTH = 16
const MAX_FIELDS = 2000
const TIMESTAMP_WIRES: readonly TimestampWire[] = ['iso8601', 'sql', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns']

/** Everything that is wrong with fields of an event, a record or reference data. */
export function checkFields(fields: readonly Field[], path: string, depth = 0): readonly Issue[] {
  if (fields.length === 0) return [{ code: 'empty', path, message: 'there are no fields', allowed: `1 to ${MAX_FIELDS}` }]
  if (fields.length > MAX_FIELDS)
    return [{ code: 'out-of-range', path, message: 'there are too many fields', got: `${fields.length}`, allowed: `1 to ${MAX_FIELDS}` }]
  return [
    ...fields.flatMap((field, i) => [
      ...checkFieldName(field.name, `${path}[${i}].name`),
      ...checkWireName(field.wireName, `${path}[${i}].wireName`),
      ...checkType(field.type, `${path}[${i}].type`, depth),
    ]),
    ...checkUnique(
      fields.map(field => field.name),
      i => `${path}[${i}].name`,
      'fields',
    ),
    ...checkUnique(
      fields.map(field => field.wireName),
      i => `${path}[${i}].wireName`,
      'fields on the wire',
    ),
  ]
}

function checkWireName(name: string, path: string): readonly Issue[] {
  if (name.length >= 1 && name.length <= 512 && !/\p{Surrogate}/u.test(name)) return []
  return [{ code: 'bad-name', path, message: 'a field can not be called so on the wire', got: shown(name), allowed: '1 to 512 characters' }]
}

/** Everything that is wrong with a type: ranges, values of enumerations, fields of records. */
export function checkType(type: DataType, path: string, depth = 0): readonly Issue[] {
  if (depth > MAX_DEPTH) return [{ code: 'out-of-range', path, message: 'types are nested too deep', allowed: `${MAX_DEPTH} levels` }]
  switch (type.kind) {
    case 'decimal':
      return checkDecimal(type.precision, type.scale, path)
    case 'enum':
      return checkEnum(type.values, path)
    case 'timestamp':
      if (TIMESTAMP_WIRES.includes(type.wire)) return []
      return [
        {
          code: 'wrong-value',
          path: `${path}.wire`,
          message: 'unknown wire format',
          got: shown(type.wire),
          allowed: TIMESTAMP_WIRES.join(', '),
        },
      ]
    case 'list':
      return checkType(type.element, `${path}.element`, depth + 1)
    case 'record':
      return checkFields(type.fields, `${path}.fields`, depth + 1)
    default:
      return []
  }
}

function checkDecimal(precision: number, scale: number, path: string): readonly Issue[] {
  const precisionIsGood = Number.isInteger(precision) && precision >= 1 && precision <= 38
  const scaleIsGood = Number.isInteger(scale) && scale >= 0 && scale <= precision
  if (precisionIsGood && scaleIsGood) return []
  const allowed = 'precision 1 to 38, scale 0 to the precision'
  return [{ code: 'out-of-range', path, message: 'no such decimal', got: `decimal(${precision}, ${scale})`, allowed }]
}

function checkEnum(values: readonly string[], path: string): readonly Issue[] {
  if (values.length === 0 || values.length > 1000)
    return [
      {
        code: 'out-of-range',
        path: `${path}.values`,
        message: 'an enumeration has a wrong number of values',
        got: `${values.length}`,
        allowed: '1 to 1000',
      },
    ]
  return values.flatMap((value, i): readonly Issue[] => {
    const at = `${path}.values[${i}]`
    if (value === '' || value.length > 256 || /\p{Surrogate}/u.test(value))
      return [{ code: 'wrong-value', path: at, message: 'no value of an enumeration', got: shown(value), allowed: '1 to 256 characters' }]
    return values.indexOf(value) === i
      ? []
      : [{ code: 'duplicate-name', path: at, message: 'an enumeration has a value twice', got: shown(value) }]
  })
}
