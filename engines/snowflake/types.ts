import type { DataType } from '../../pipeline'

/** The type inside of queries. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'VARCHAR'
    case 'boolean':
      return 'BOOLEAN'
    case 'int64':
    case 'timestamp':
      return 'NUMBER(38, 0)'
    case 'double':
      return 'FLOAT'
    case 'decimal':
      return `NUMBER(${type.precision}, ${type.scale})`
    case 'bytes':
      return 'BINARY'
    case 'date':
      return 'DATE'
    case 'list':
      return 'ARRAY'
    case 'record':
      return 'OBJECT'
  }
}

/** The type of an output's column. Inside of lists and records timestamps stay epoch ms. */
export function columnType(type: DataType): string {
  return type.kind === 'timestamp' ? 'TIMESTAMP_NTZ(3)' : typeName(type)
}

/** The value if it is in the range of int64, else null: NUMBER has 38 digits. */
export function inInt64(text: string): string {
  return `CASE WHEN ${text} BETWEEN -9223372036854775808 AND 9223372036854775807 THEN ${text} END`
}

/** A number with the precision of a decimal, rounded to its scale, halves away from zero; null beyond: a cast would stop the query. */
export function fitting(text: string, type: Extract<DataType, { readonly kind: 'decimal' }>): string {
  const whole = type.precision - type.scale
  const cast = `CAST(${text} AS ${typeName(type)})`
  const limit = `1${'0'.repeat(whole)}`
  const rounded = `ROUND(${text}, ${type.scale})`
  return whole > 37 ? cast : `CASE WHEN ${rounded} > -${limit} AND ${rounded} < ${limit} THEN ${cast} END`
}

/**
 * A double that is whole, as a NUMBER; null beyond int64. A cast of a great double may keep 15 digits only, so its halves are cast, which have
 * less than 2^32.
 */
export function wholeNumber(double: string): string {
  const high = `FLOOR(${double} / 4294967296)`
  const exact = `CAST(${high} AS NUMBER(38, 0)) * 4294967296 + CAST(${double} - ${high} * 4294967296 AS NUMBER(38, 0))`
  return `CASE WHEN ${double} >= -9223372036854775808 AND ${double} < 9223372036854775808 THEN ${exact} END`
}
