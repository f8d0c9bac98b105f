import type { DataType, Field, RecordValue, Value } from '../pipeline'
import { TableError } from './errors'

/** A value as the Parquet writer takes it. */
export type PhysicalValue = null | boolean | number | bigint | string | Uint8Array | readonly PhysicalValue[] | PhysicalRecord
export interface PhysicalRecord {
  readonly [field: string]: PhysicalValue
}

/** Null and undefined give null where the column is optional. @throws TableError for a value that is not of the type */
export type Converter = (value: Value | undefined) => PhysicalValue

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
const MICROSECONDS_PER_MILLISECOND = 1000n
const MAX_DAYS = 2 ** 31 - 1

/** Makes the function that turns values of a column into what the Parquet writer takes. */
export function converterOf(field: Field): Converter {
  return nullable(field.name, field.type, field.optional)
}

function nullable(path: string, type: DataType, optional: boolean): Converter {
  const convert = present(path, type)
  return value => {
    if (value !== null && value !== undefined) return convert(value)
    if (optional) return null
    throw new TableError(`column "${path}" is required and got null; give a value or declare it optional`)
  }
}

function present(path: string, type: DataType): (value: Value) => PhysicalValue {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return value => (typeof value === 'string' ? value : refuse(path, value, 'a string'))
    case 'boolean':
      return value => (typeof value === 'boolean' ? value : refuse(path, value, 'a boolean'))
    case 'double':
      return value => (typeof value === 'number' ? value : refuse(path, value, 'a number'))
    case 'bytes':
      return value => (value instanceof Uint8Array ? value : refuse(path, value, 'a Uint8Array'))
    case 'int64':
      return value => integer(path, value, INT64_MIN, INT64_MAX)
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision) - 1n
      return value => integer(path, value, -limit, limit)
    }
    case 'timestamp':
      return value =>
        typeof value === 'number' && Number.isSafeInteger(value)
          ? BigInt(value) * MICROSECONDS_PER_MILLISECOND
          : refuse(path, value, 'an integer of epoch milliseconds')
    case 'date':
      return value =>
        typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= MAX_DAYS
          ? value
          : refuse(path, value, 'an integer of days since 1970-01-01')
    case 'list': {
      const element = nullable(`${path}[]`, type.element, type.elementOptional)
      return value => (isList(value) ? value.map(element) : refuse(path, value, 'an array'))
    }
    case 'record':
      return recordConverter(path, type.fields)
  }
}

function recordConverter(path: string, fields: readonly Field[]): (value: Value) => PhysicalValue {
  const members = fields.map(field => ({ name: field.name, convert: nullable(`${path}.${field.name}`, field.type, field.optional) }))
  return value => {
    if (!isRecord(value)) return refuse(path, value, 'an object')
    const physical: Record<string, PhysicalValue> = Object.create(null)
    for (const { name, convert } of members) physical[name] = convert(value[name])
    return physical
  }
}

/** Numbers that are not safe integers are refused: their last digits may already be lost. */
function integer(path: string, value: Value, least: bigint, greatest: bigint): PhysicalValue {
  const exact = typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(Number(value)) : undefined
  if (exact !== undefined && exact >= least && exact <= greatest) return exact
  return refuse(path, value, `an integer from ${least} to ${greatest} (a bigint beyond 2^53)`)
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isRecord(value: Value): value is RecordValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

function refuse(path: string, value: Value, allowed: string): never {
  const shown =
    typeof value === 'object' || typeof value === 'function' ? describeObject(value) : `${typeof value} ${String(value).slice(0, 50)}`
  throw new TableError(`column "${path}" got ${shown}; allowed is ${allowed}`)
}

function describeObject(value: Value): string {
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return 'bytes'
  return Array.isArray(value) ? 'an array' : 'an object'
}
