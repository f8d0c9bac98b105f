import type { DataType, Value } from '../../pipeline'
import type { ExpressionDialect } from '../sql/dialect'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { javaName, javaText } from './names'

/** Java over boxed values: null is SQL's null, and a helper of the law's semantics stands for each function. */
export const JAVA: ExpressionDialect = {
  functions: FUNCTIONS,
  casts: CASTS,
  engine: 'kafka-streams',
  quoteIdentifier: javaName,
  typeName,
  literal,
  member: (record, name) => `member(${record}, ${javaText(name)})`,
  native: (text, { type, optional }) => `${optional ? 'nativeOptional' : 'nativeRequired'}(() -> (${typeName(type)}) ${text})`,
  caseOf: (branches, otherwise, type) => {
    // Without a cast Java would unbox the branches of `c ? 1L : x`, and fail where x is null.
    const result = (text: string) => `(${typeName(type)}) ${/^[\w.]+(\(|$)/.test(text) ? text : `(${text})`}`
    return `(${branches.map(([condition, value]) => `isTrue(${condition}) ? ${result(value)} : `).join('')}${result(otherwise)})`
  },
}

/** The class of a type's values; boxed, since each may be null. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'String'
    case 'boolean':
      return 'Boolean'
    case 'int64':
    case 'timestamp':
      return 'Long'
    case 'double':
      return 'Double'
    case 'decimal':
      return 'BigDecimal'
    case 'bytes':
      return 'byte[]'
    case 'date':
      return 'LocalDate'
    case 'list':
      return `List<${typeName(type.element)}>`
    case 'record':
      return 'Map<String, Object>'
  }
}

function literal(value: Value, type: DataType): string {
  if (value === null) return `((${typeName(type)}) null)`
  switch (type.kind) {
    case 'string':
    case 'enum':
      return javaText(String(value))
    case 'boolean':
      return String(value)
    case 'int64':
    case 'timestamp':
      return `${value}L`
    case 'double':
      return doubleText(Number(value))
    case 'decimal':
      return `new BigDecimal(new BigInteger("${value}"), ${type.scale})`
    case 'date':
      return `LocalDate.ofEpochDay(${value})`
    case 'bytes':
      return `new byte[] {${value instanceof Uint8Array ? Array.from(value, byte => (byte < 128 ? byte : byte - 256)).join(', ') : ''}}`
    case 'list':
      return `Arrays.<${typeName(type.element)}>asList(${Array.isArray(value) ? value.map(element => literal(element, type.element)).join(', ') : ''})`
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      return `recordOf(${type.fields.map(field => `${javaText(field.name)}, ${literal(record[field.name] ?? null, field.type)}`).join(', ')})`
    }
  }
}

function doubleText(value: number): string {
  const text = Object.is(value, -0) ? '0' : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}
