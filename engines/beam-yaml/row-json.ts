import type { DataType, Field } from '../../pipeline'
import { columnName, pythonText } from './python'

/** `line(…)` of a row. */
export function lineOf(columns: readonly Field[]): string {
  // A column may be called like a keyword, which no parameter can be.
  const isPlain = columns.every(({ name }) => columnName(name) === name)
  const values = columns.map(({ name, type }) => [name, jsonValue(`row.${columnName(name)}`, type)] as const)
  if (isPlain) return `line(${values.map(([name, value]) => `${name}=${value}`).join(', ')})`
  return `json_line({${values.map(([name, value]) => `${pythonText(name)}: ${value}`).join(', ')}})`
}

/** The value as JSON has it. */
function jsonValue(text: string, type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal_to_text(${text}, ${type.scale})`
    case 'date':
      return `date_to_text(${text})`
    case 'bytes':
      return `base64_text(${text})`
    case 'list': {
      const element = jsonValue('item', type.element)
      return element === 'item' ? text : `each(${text}, lambda item: ${element})`
    }
    case 'record': {
      const members = type.fields.map(({ name, type: member }) => [name, jsonValue('value', member)] as const)
      const changed = members.filter(([, member]) => member !== 'value')
      if (changed.length === 0) return text
      return `with_members(${text}, {${changed.map(([name, member]) => `${pythonText(name)}: lambda value: ${member}`).join(', ')}})`
    }
    default:
      return text
  }
}
