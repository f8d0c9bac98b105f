import { type DataType, dayText, type Value } from '../../pipeline'
import { textLiteral } from './quote'
import { typeName } from './types'

export function literal(value: Value, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`
  switch (type.kind) {
    case 'string':
    case 'enum':
      return textLiteral(String(value))
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE'
    case 'int64':
    case 'timestamp':
      return Number(value) < 0 ? `(${value})` : String(value)
    case 'double':
      return `CAST('${value}' AS FLOAT)`
    case 'decimal':
      return `CAST('${decimalText(value, type.scale)}' AS ${typeName(type)})`
    case 'date':
      return `CAST('${dayText(Number(value))}' AS DATE)`
    case 'bytes':
      return `TO_BINARY('${value instanceof Uint8Array ? hexOf(value) : ''}', 'HEX')`
    case 'list':
      return `ARRAY_CONSTRUCT(${Array.isArray(value) ? value.map(element => literal(element, type.element)).join(', ') : ''})`
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      const members = type.fields.map(field => `${textLiteral(field.name)}, ${literal(record[field.name] ?? null, field.type)}`)
      return `OBJECT_CONSTRUCT_KEEP_NULL(${members.join(', ')})`
    }
  }
}

/** A decimal's unscaled integer as plain digits. */
function decimalText(unscaled: Value, scale: number): string {
  const text = String(unscaled)
  const digits = text.replace('-', '').padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${text.startsWith('-') ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
