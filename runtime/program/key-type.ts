import type { DataType } from '../../pipeline'
import type { KeyType } from '../../windowing'

/** How a key column of a type is encoded. Throws `TypeError` for lists and records, which can't be keys. */
export function keyTypeOf(type: DataType): KeyType {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'string'
    case 'bytes':
    case 'boolean':
    case 'double':
      return type.kind
    case 'list':
    case 'record':
      throw new TypeError(`a group key is a ${type.kind}; keys are texts, numbers, booleans, bytes or times`)
    default:
      return 'integer'
  }
}
