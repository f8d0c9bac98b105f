import type { DataType, Field } from '../../pipeline'
import { TableError } from '../errors'
import { isObject } from './read-actions'

/** A type as the log writes it. Source: PROTOCOL.md, "Schema Serialization Format". */
export type DeltaType = string | DeltaStruct | DeltaArray
export interface DeltaStruct {
  readonly type: 'struct'
  readonly fields: readonly DeltaField[]
}
export interface DeltaArray {
  readonly type: 'array'
  readonly elementType: DeltaType
  readonly containsNull: boolean
}
export interface DeltaField {
  readonly name: string
  readonly type: DeltaType
  readonly nullable: boolean
  readonly metadata: { readonly [key: string]: unknown }
}

export function deltaStruct(fields: readonly Field[]): DeltaStruct {
  return {
    type: 'struct',
    fields: fields.map(field => ({ name: field.name, type: deltaType(field.type), nullable: field.optional, metadata: {} })),
  }
}

function deltaType(type: DataType): DeltaType {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'string'
    case 'int64':
      return 'long'
    case 'bytes':
      return 'binary'
    case 'boolean':
    case 'double':
    case 'timestamp':
    case 'date':
      return type.kind
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'list':
      return { type: 'array', elementType: deltaType(type.element), containsNull: type.elementOptional }
    case 'record':
      return deltaStruct(type.fields)
  }
}

/** @throws TableError where the text is not a schema */
export function parseSchema(schemaString: string): DeltaStruct {
  try {
    const parsed: unknown = JSON.parse(schemaString)
    if (isStruct(parsed)) return parsed
  } catch (error) {
    throw new TableError("the table's schema is not JSON; restore the log", { cause: error })
  }
  throw new TableError("the table's schema is not a delta struct; restore the log")
}

function isStruct(value: unknown): value is DeltaStruct {
  return isObject(value) && value['type'] === 'struct' && Array.isArray(value['fields']) && value['fields'].every(isField)
}

function isField(value: unknown): value is DeltaField {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['nullable'] === 'boolean' && isType(value['type'])
}

function isType(value: unknown): value is DeltaType {
  if (typeof value === 'string' || isStruct(value)) return true
  if (!isObject(value)) return false
  return value['type'] === 'map' || (value['type'] === 'array' && isType(value['elementType']))
}
