import { type DataType, type Field, isAvroEnum, type Source } from '../../pipeline'
import { indented } from '../sql/select'
import { javaText } from './names'

const EPOCH_POWERS = { 'epoch-s': 3, 'epoch-ms': 0, 'epoch-us': -3, 'epoch-ns': -6 } as const

/** Java that makes members of the bytes `record`: those of JSON, or of other formats what reads the same. */
export function membersText({ format, fields }: Source): string {
  switch (format) {
    case 'json':
      return 'return parse(record, MAX_RECORD_BYTES);'
    case 'csv': {
      const cells = fields.map(({ wireName, type }, index) => `${javaText(wireName)}, ${cellText(type, `cells.get(${index})`)}`)
      return `List<String> cells = cells(textOf(record, MAX_RECORD_BYTES), ${fields.length});\nreturn recordOf(\n${listed(cells)});`
    }
    case 'avro':
    case 'avro-confluent': {
      const values = fields.map(field => `${javaText(field.wireName)}, ${fieldText(field)}`)
      return `Avro in = new Avro(record, MAX_RECORD_BYTES, ${format === 'avro-confluent'});\nreturn in.complete(recordOf(\n${listed(values)}));`
    }
  }
}

function listed(texts: readonly string[]): string {
  return indented(indented(texts.join(',\n')))
}

function cellText(type: DataType, cell: string): string {
  switch (type.kind) {
    case 'int64':
    case 'double':
    case 'decimal':
      return `numberCell(${cell})`
    case 'boolean':
      return `booleanCell(${cell})`
    case 'timestamp':
      return type.wire === 'iso8601' || type.wire === 'sql' ? cell : `numberCell(${cell})`
    default:
      return cell
  }
}

function fieldText({ type, optional }: Field): string {
  return optional ? `in.optional(() -> ${avroText(type)})` : avroText(type)
}

/** Java that reads the next value of the datum. */
function avroText(type: DataType): string {
  switch (type.kind) {
    case 'string':
      return 'in.string()'
    case 'boolean':
      return 'in.bool()'
    case 'int64':
      return 'in.int64()'
    case 'double':
      return 'in.float64()'
    case 'decimal':
      return `in.decimal(${type.precision}, ${type.scale})`
    case 'bytes':
      return 'in.bytes()'
    case 'date':
      return 'in.date()'
    case 'timestamp':
      if (type.wire === 'iso8601') return 'readTimeText(in.string(), ISO_TIME)'
      return type.wire === 'sql' ? 'readTimeText(in.string(), SQL_TIME)' : `in.epoch(${EPOCH_POWERS[type.wire]})`
    case 'enum': {
      const values = type.values.map(javaText).join(', ')
      return isAvroEnum(type.values) ? `in.symbol(${values})` : `readEnum(in.string(), ${values})`
    }
    case 'list':
      return `in.list(() -> ${type.elementOptional ? `in.optional(() -> ${avroText(type.element)})` : avroText(type.element)})`
    case 'record':
      return `recordOf(${type.fields.map(field => `${javaText(field.name)}, ${fieldText(field)}`).join(', ')})`
  }
}
