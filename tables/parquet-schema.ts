import type { SchemaElement } from 'hyparquet'
import type { DataType, Field } from '../pipeline'

type Repetition = 'REQUIRED' | 'OPTIONAL'

/**
 * The Parquet schema of columns, in depth-first order.
 * Source of the types: Delta PROTOCOL.md, "Delta Data Type to Parquet Type Mappings"; lists have three levels, as
 * Parquet's LogicalTypes.md wants. Both the old (converted) and the new (logical) annotation are written, because
 * readers differ in which they look at.
 */
export function parquetSchema(fields: readonly Field[]): SchemaElement[] {
  return [{ name: 'root', num_children: fields.length }, ...fields.flatMap(elementsOf)]
}

function elementsOf(field: Field): SchemaElement[] {
  return typeElements(field.name, field.type, field.optional ? 'OPTIONAL' : 'REQUIRED')
}

function typeElements(name: string, type: DataType, repetition: Repetition): SchemaElement[] {
  const base = { name, repetition_type: repetition }
  switch (type.kind) {
    case 'string':
    case 'enum':
      return [{ ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }]
    case 'boolean':
      return [{ ...base, type: 'BOOLEAN' }]
    case 'int64':
      return [{ ...base, type: 'INT64' }]
    case 'double':
      return [{ ...base, type: 'DOUBLE' }]
    case 'bytes':
      return [{ ...base, type: 'BYTE_ARRAY' }]
    case 'date':
      return [{ ...base, type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }]
    case 'timestamp': {
      const logical = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } as const
      return [{ ...base, type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: logical }]
    }
    case 'decimal':
      return [decimalElement(base, type.precision, type.scale)]
    case 'list': {
      const element = typeElements('element', type.element, type.elementOptional ? 'OPTIONAL' : 'REQUIRED')
      const list: SchemaElement = { ...base, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } }
      return [list, { name: 'list', repetition_type: 'REPEATED', num_children: 1 }, ...element]
    }
    case 'record':
      return [{ ...base, num_children: type.fields.length }, ...type.fields.flatMap(elementsOf)]
  }
}

/** Up to 9 digits INT32, up to 18 INT64, else the fewest bytes that hold every value (Parquet's LogicalTypes.md, DECIMAL). */
function decimalElement(base: { name: string; repetition_type: Repetition }, precision: number, scale: number): SchemaElement {
  const decimal = { ...base, converted_type: 'DECIMAL', logical_type: { type: 'DECIMAL', precision, scale }, precision, scale } as const
  if (precision <= 9) return { ...decimal, type: 'INT32' }
  if (precision <= 18) return { ...decimal, type: 'INT64' }
  const bits = (10n ** BigInt(precision)).toString(2).length + 1
  return { ...decimal, type: 'FIXED_LEN_BYTE_ARRAY', type_length: Math.ceil(bits / 8) }
}
