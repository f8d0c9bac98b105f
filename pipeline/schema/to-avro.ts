import type { DataType, Field } from '../definition'
import { shown } from '../errors'
import type { Json } from '../text/json'
import { Refusals } from './reader'

const AVRO_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const LOGICAL = { 'epoch-ms': 'timestamp-millis', 'epoch-us': 'timestamp-micros', 'epoch-ns': 'timestamp-nanos' } as const

/**
 * The Avro schema (as in an .avsc file) of events with these fields: what sources of the format `avro` read. Optional is the union of null and the type. What
 * Avro can't say is in attributes that its readers ignore: `x-name` (of a field that is called something else on the wire), `x-timestamp` (`iso8601`, `sql`,
 * `epoch-s`), `x-enum` (values that are no Avro names, which are written as strings). Throws `InvalidPipelineError` for names that Avro doesn't allow.
 */
export function toAvro(fields: readonly Field[], name: string, namespace?: string): Json {
  const refusals = new Refusals()
  const json = recordSchema(fields, avroName(name, '', refusals), '', refusals)
  refusals.throwIfAny('the schema has no equivalent in Avro')
  return namespace === undefined ? json : { ...json, namespace }
}

/** Whether Avro allows a name of a field. */
export function isAvroName(name: string): boolean {
  return AVRO_NAME.test(name)
}

/** Whether values are an Avro enum, written as their index; others are strings, since Avro allows names alone. */
export function isAvroEnum(values: readonly string[]): boolean {
  return values.every(isAvroName)
}

function avroName(name: string, path: string, refusals: Refusals): string {
  if (!isAvroName(name))
    refusals.add(path, 'Avro does not allow this name', { got: shown(name), allowed: 'letters, digits and _, not starting with a digit' })
  return name
}

function recordSchema(fields: readonly Field[], name: string, path: string, refusals: Refusals): { readonly [name: string]: Json } {
  const members = fields.map(field => {
    const at = path === '' ? field.name : `${path}.${field.name}`
    // Named types need names of their own: the path of their field.
    const schema = typeSchema(field.type, `${name}_${field.name}`, at, refusals)
    const wireName = avroName(field.wireName, at, refusals)
    const named = field.name === field.wireName ? { name: wireName } : { name: wireName, 'x-name': field.name }
    return field.optional ? { ...named, type: ['null', schema], default: null } : { ...named, type: schema }
  })
  return { type: 'record', name, fields: members }
}

function typeSchema(type: DataType, name: string, path: string, refusals: Refusals): Json {
  switch (type.kind) {
    case 'int64':
      return 'long'
    case 'decimal':
      return { type: 'bytes', logicalType: 'decimal', precision: type.precision, scale: type.scale }
    case 'timestamp':
      if (type.wire === 'epoch-s') return { type: 'long', 'x-timestamp': type.wire }
      return type.wire === 'iso8601' || type.wire === 'sql'
        ? { type: 'string', 'x-timestamp': type.wire }
        : { type: 'long', logicalType: LOGICAL[type.wire] }
    case 'date':
      return { type: 'int', logicalType: 'date' }
    case 'enum':
      return isAvroEnum(type.values) ? { type: 'enum', name, symbols: type.values } : { type: 'string', 'x-enum': type.values }
    case 'list': {
      const items = typeSchema(type.element, `${name}_element`, path, refusals)
      return { type: 'array', items: type.elementOptional ? ['null', items] : items }
    }
    case 'record':
      return recordSchema(type.fields, name, path, refusals)
    default:
      return type.kind
  }
}
