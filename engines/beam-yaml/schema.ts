import type { DataType, Field, Source } from '../../pipeline'
import { pythonText } from './python'

const EPOCH_POWERS = { 'epoch-s': 3, 'epoch-ms': 0, 'epoch-us': -3, 'epoch-ns': -6 } as const

/** The source's fields as readers of JSON members. */
export function sourceText({ fields }: Source): string {
  return `SOURCE = (\n${fields.map(field => `    ${fieldText(field)},\n`).join('')})`
}

function fieldText({ name, wireName, type, optional }: Field): string {
  const wire = wireName === name ? '' : `, ${pythonText(wireName)}`
  return `${optional ? 'optional' : 'required'}(${pythonText(name)}, ${readerOf(type)}${wire})`
}

function readerOf(type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal_json(${type.precision}, ${type.scale})`
    case 'enum':
      return `enum_json(${type.values.map(pythonText).join(', ')})`
    case 'timestamp':
      return type.wire === 'iso8601' || type.wire === 'sql' ? `${type.wire}_json` : `epoch_json(${EPOCH_POWERS[type.wire]})`
    case 'list':
      return `list_json(${readerOf(type.element)}${type.elementOptional ? ', nulls=True' : ''})`
    case 'record':
      return `record_json(${type.fields.map(fieldText).join(', ')})`
    default:
      return `${type.kind}_json`
  }
}
