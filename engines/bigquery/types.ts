import type { DataType } from '../../pipeline'
import { quoteIdentifier } from './quote'

/** The type inside of queries: precision and scale of decimals are held by casts. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'STRING'
    case 'boolean':
      return 'BOOL'
    case 'int64':
    case 'timestamp':
      return 'INT64'
    case 'double':
      return 'FLOAT64'
    case 'decimal':
      return 'BIGNUMERIC'
    case 'bytes':
      return 'BYTES'
    case 'date':
      return 'DATE'
    case 'list':
      return `ARRAY<${typeName(type.element)}>`
    case 'record':
      return `STRUCT<${type.fields.map(field => `${quoteIdentifier(field.name)} ${typeName(field.type)}`).join(', ')}>`
  }
}

/** The type of an output's column: timestamps are the engine's, decimals have their precision. Inside of lists and records timestamps stay epoch ms. */
export function columnType(type: DataType): string {
  if (type.kind === 'timestamp') return 'TIMESTAMP'
  return type.kind === 'decimal' ? decimalName(type) : typeName(type)
}

/** BIGNUMERIC holds every decimal of at most 38 digits. https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types */
export function decimalName({ precision, scale }: Extract<DataType, { readonly kind: 'decimal' }>): string {
  return `BIGNUMERIC(${precision}, ${scale})`
}

/**
 * The value if it has no more digits than the type, else null: a cast to a type with precision stops the query, a SAFE_CAST, too. It has no more digits behind the point than
 * the type, or is rounded, halves away from zero.
 */
export function fitting(text: string, { precision, scale }: Extract<DataType, { readonly kind: 'decimal' }>, rounded: boolean): string {
  const value = rounded ? `ROUND(${text}, ${scale})` : text
  return `IF(ABS(${value}) < BIGNUMERIC '1e${precision - scale}', ${value}, NULL)`
}
