import type { DataType } from '../../pipeline'

/** A type as Glue and Athena write it. Names of members are in lower case, as Hive has no other. */
export function hiveType(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'string'
    case 'int64':
      return 'bigint'
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
      return `array<${hiveType(type.element)}>`
    case 'record':
      return `struct<${type.fields.map(field => `${field.name.toLowerCase()}:${hiveType(field.type)}`).join(',')}>`
  }
}
