import type { DataType } from '../../pipeline'
import { backQuoted } from '../sql/quote'

/** Spark's type of a value inside of the text: times are epoch milliseconds. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'STRING'
    case 'boolean':
      return 'BOOLEAN'
    case 'int64':
    case 'timestamp':
      return 'BIGINT'
    case 'double':
      return 'DOUBLE'
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'bytes':
      return 'BINARY'
    case 'date':
      return 'DATE'
    case 'list':
      return `ARRAY<${typeName(type.element)}>`
    case 'record':
      return `STRUCT<${type.fields.map(field => `${backQuoted(field.name)}: ${typeName(field.type)}`).join(', ')}>`
  }
}

/** A finite double, or null: a result beyond the range of doubles fails its event. Operands are finite, so only infinities can come out. */
export function finite(text: string): string {
  return `nullif(nullif(${text}, double('inf')), double('-inf'))`
}
