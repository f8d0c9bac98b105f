import type { DataKind, DataType, Field, TimestampWire, Value } from '../definition'
import { integerValue } from '../expression'
import { fromBase64 } from './base64'
import type { ShapeReader } from './shape'

const KINDS = [
  'string',
  'boolean',
  'int64',
  'double',
  'decimal',
  'bytes',
  'timestamp',
  'date',
  'enum',
  'list',
  'record',
] as const satisfies readonly DataKind[]
const WIRES = ['iso8601', 'sql', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns'] as const satisfies readonly TimestampWire[]
/** Far more than validation allows, and far less than the stack. */
export const MAX_DEPTH = 400

export function readField(reader: ShapeReader, value: unknown, path: string, depth = 0): Field {
  const field = reader.object(value, path, ['name', 'type'], ['wireName', 'optional'])
  const name = reader.text(field.name, `${path}.name`)
  return {
    name,
    wireName: field.wireName === undefined ? name : reader.text(field.wireName, `${path}.wireName`),
    type: readType(reader, field.type, `${path}.type`, depth),
    optional: reader.boolean(field.optional, `${path}.optional`),
  }
}

/** A type of the text form. */
export function readType(reader: ShapeReader, value: unknown, path: string, depth = 0): DataType {
  if (depth > MAX_DEPTH) {
    reader.note({ code: 'too-large', path, message: 'types are nested too deep' })
    return { kind: 'string' }
  }
  const { kind: given } = reader.object(
    value,
    path,
    ['kind'],
    ['precision', 'scale', 'wire', 'values', 'element', 'elementOptional', 'fields'],
  )
  const kind = reader.choice(given, `${path}.kind`, KINDS)
  switch (kind) {
    case 'decimal': {
      const type = reader.object(value, path, ['kind', 'precision', 'scale'])
      return { kind, precision: reader.number(type.precision, `${path}.precision`), scale: reader.number(type.scale, `${path}.scale`) }
    }
    case 'timestamp':
      return { kind, wire: reader.choice(reader.object(value, path, ['kind', 'wire']).wire, `${path}.wire`, WIRES) }
    case 'enum': {
      const { values } = reader.object(value, path, ['kind', 'values'])
      return { kind, values: reader.list(values, `${path}.values`, (element, at) => reader.text(element, at)) }
    }
    case 'list': {
      const type = reader.object(value, path, ['kind', 'element'], ['elementOptional'])
      const element = readType(reader, type.element, `${path}.element`, depth + 1)
      return { kind, element, elementOptional: reader.boolean(type.elementOptional, `${path}.elementOptional`) }
    }
    case 'record': {
      const { fields } = reader.object(value, path, ['kind', 'fields'])
      return { kind, fields: reader.list(fields, `${path}.fields`, (field, at) => readField(reader, field, at, depth + 1)) }
    }
    default:
      reader.object(value, path, ['kind'])
      return { kind }
  }
}

/** The value that `valueJson` wrote. What is none of the type stays as it is, for validation to refuse, or is noted. */
export function readValue(reader: ShapeReader, value: unknown, type: DataType, path: string): Value {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return value === 0 ? 0 : value
  if (typeof value === 'string') return readText(value, type)
  if (Array.isArray(value) && type.kind === 'list')
    return value.map((element, i) => readValue(reader, element, type.element, `${path}[${i}]`))
  if (typeof value === 'object' && type.kind === 'record' && !Array.isArray(value)) {
    const members = reader.object(
      value,
      path,
      type.fields.map(field => field.name),
    )
    const record: Record<string, Value> = Object.create(null)
    for (const field of type.fields)
      record[field.name] = readValue(reader, members[field.name] ?? null, field.type, `${path}.${field.name}`)
    return record
  }
  if (value !== undefined) reader.wrong(path, value, `a ${type.kind}`)
  return null
}

function readText(text: string, type: DataType): Value {
  if ((type.kind === 'int64' || type.kind === 'decimal') && /^-?\d{1,40}$/.test(text)) return integerValue(BigInt(text))
  return type.kind === 'bytes' ? (fromBase64(text) ?? text) : text
}
