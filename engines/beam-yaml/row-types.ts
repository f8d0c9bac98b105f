import type { DataType, Field } from '../../pipeline'
import { columnName, pythonText } from './python'

/** A column for a table: its value and Beam's type, which becomes the table's (schemas.py of Beam: Timestamp, date and Decimal are logical types). */
export interface TableColumn {
  readonly value: string
  readonly annotation: string
}

export function tableColumn({ name, type, optional }: Field): TableColumn {
  const annotation = annotationOf(type)
  return { value: tableValue(`row.${columnName(name)}`, type, optional), annotation: optional ? `Optional[${annotation}]` : annotation }
}

function annotationOf(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'str'
    case 'boolean':
      return 'bool'
    case 'int64':
      return 'int'
    case 'double':
      return 'float'
    case 'bytes':
      return 'bytes'
    case 'decimal':
      return 'Decimal'
    case 'timestamp':
      return 'Timestamp'
    case 'date':
      return 'datetime.date'
    case 'list':
      return `Sequence[${type.elementOptional ? `Optional[${annotationOf(type.element)}]` : annotationOf(type.element)}]`
    case 'record': {
      const fields = type.fields.map(field => {
        const annotation = annotationOf(field.type)
        return `(${pythonText(field.name)}, ${field.optional ? `Optional[${annotation}]` : annotation})`
      })
      return `RowTypeConstraint.from_fields([${fields.join(', ')}])`
    }
  }
}

function tableValue(text: string, type: DataType, optional: boolean): string {
  const value = converted(text, type)
  return optional && value !== text ? `None if ${text} is None else ${value}` : value
}

function converted(text: string, type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `Decimal(decimal_to_text(${text}, ${type.scale}))`
    case 'timestamp':
      return `Timestamp(micros=${text} * 1000)`
    case 'date':
      return `date_of(${text})`
    case 'list': {
      const element = tableValue('item', type.element, type.elementOptional)
      return element === 'item' ? text : `[${element} for item in ${text}]`
    }
    case 'record': {
      const members = type.fields.map(field => {
        const member = `${text}[${pythonText(field.name)}]`
        return `${pythonText(field.name)}: ${tableValue(member, field.type, field.optional)}`
      })
      return `beam.Row(**{${members.join(', ')}})`
    }
    default:
      return text
  }
}
