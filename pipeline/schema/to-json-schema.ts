import type { DataType, Field } from '../definition'
import type { Json } from '../text/json'

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'

/** What a string holds that is read as a decimal. Of numbers a validator checks no pattern. */
const PLAIN_NUMBER = '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$'

/**
 * The JSON Schema (draft 2020-12) of events with these fields. What JSON Schema can't say is in members that validators ignore: `x-name` (of a field that
 * is called something else on the wire), `x-timestamp` (a wire format other than `date-time`), `x-precision` and `x-scale` (of decimals).
 */
export function toJsonSchema(fields: readonly Field[], title?: string): Json {
  return { $schema: DRAFT, ...(title === undefined ? {} : { title }), ...objectSchema(fields) }
}

function objectSchema(fields: readonly Field[]): { readonly [name: string]: Json } {
  const properties = Object.fromEntries(fields.map(field => [field.wireName, propertySchema(field)]))
  const required = fields.filter(field => !field.optional).map(field => field.wireName)
  return { type: 'object', properties, required }
}

function propertySchema({ name, wireName, type, optional }: Field): Json {
  const schema = optional ? orNull(typeSchema(type)) : typeSchema(type)
  return name === wireName ? schema : { ...schema, 'x-name': name }
}

function orNull(schema: { readonly [name: string]: Json }): { readonly [name: string]: Json } {
  const { type, enum: values } = schema
  return {
    ...schema,
    type: [...(Array.isArray(type) ? type : [type]), 'null'],
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  }
}

function typeSchema(type: DataType): { readonly [name: string]: Json } {
  switch (type.kind) {
    case 'string':
    case 'boolean':
      return { type: type.kind }
    case 'int64':
      return { type: 'integer', format: 'int64' }
    case 'double':
      return { type: 'number', format: 'double' }
    case 'decimal':
      return { type: ['number', 'string'], pattern: PLAIN_NUMBER, format: 'decimal', 'x-precision': type.precision, 'x-scale': type.scale }
    case 'bytes':
      return { type: 'string', contentEncoding: 'base64' }
    case 'timestamp':
      if (type.wire === 'iso8601') return { type: 'string', format: 'date-time' }
      return { type: type.wire === 'sql' ? 'string' : 'number', 'x-timestamp': type.wire }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'enum':
      return { type: 'string', enum: type.values }
    case 'list':
      return { type: 'array', items: type.elementOptional ? orNull(typeSchema(type.element)) : typeSchema(type.element) }
    case 'record':
      return objectSchema(type.fields)
  }
}
