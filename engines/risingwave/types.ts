import type { DataType } from '../../pipeline'
import { doubleQuoted } from '../sql/quote'

/** Timestamps are bigints of epoch milliseconds inside of the text. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'VARCHAR'
    case 'boolean':
      return 'BOOLEAN'
    case 'int64':
    case 'timestamp':
      return 'BIGINT'
    case 'double':
      return 'DOUBLE PRECISION'
    case 'list':
      return `${typeName(type.element)}[]`
    case 'record':
      return `STRUCT<${type.fields.map(({ name, type: inner }) => `${doubleQuoted(name)} ${typeName(inner)}`).join(', ')}>`
    default:
      throw new Error(`RisingWave's ${type.kind} was not written: check the definition first`)
  }
}
