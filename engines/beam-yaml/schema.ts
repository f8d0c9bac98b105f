import type { DataType, Field, Source } from '../../pipeline'
import { avroSchema, isAvro as readsAvro } from '../avro'
import { notParameter } from '../parameters'
import { pythonText } from './python'

const EPOCH_POWERS = { 'epoch-s': 3, 'epoch-ms': 0, 'epoch-us': -3, 'epoch-ns': -6 } as const

/** The source's fields as readers of members, and how records become members. */
export function sourceText(source: Source, isFiles: boolean): string {
  const { format, fields } = source
  const isAvro = readsAvro(source)
  const readers = `SOURCE = (\n${fields.map(field => `    ${fieldText(field, isAvro)},\n`).join('')})`
  const members = { json: 'json_members', csv: 'csv_members', avro: 'avro_members', 'avro-confluent': 'confluent_members' }[format]
  const cells = `CSV_CELLS = (\n${fields.map(({ wireName, type }) => `    (${pythonText(wireName)}, ${cellOf(type)}),\n`).join('')})`
  const schema = () => `AVRO_SCHEMA = avro_schema(r"""${notParameter(JSON.stringify(avroSchema(source)))}""")`
  const more = format === 'csv' ? [cells] : isAvro && !isFiles ? [schema()] : []
  const how = isFiles
    ? `def records_of(stream):\n    return ${isAvro ? 'avro_records(stream)' : `line_records(stream, ${members})`}`
    : `def members_of(payload):\n    return ${members}(payload)`
  return [readers, ...more, how].join('\n\n\n')
}

function cellOf(type: DataType): string {
  if (type.kind === 'timestamp') return type.wire === 'iso8601' || type.wire === 'sql' ? 'text_cell' : 'number_cell'
  if (type.kind === 'boolean') return 'boolean_cell'
  return type.kind === 'int64' || type.kind === 'double' || type.kind === 'decimal' ? 'number_cell' : 'text_cell'
}

function fieldText({ name, wireName, type, optional }: Field, isAvro: boolean): string {
  const wire = wireName === name ? '' : `, ${pythonText(wireName)}`
  return `${optional ? 'optional' : 'required'}(${pythonText(name)}, ${readerOf(type, isAvro)}${wire})`
}

function readerOf(type: DataType, isAvro: boolean): string {
  const form = isAvro ? 'avro' : 'json'
  switch (type.kind) {
    case 'decimal':
      return isAvro ? `decimal_avro(${type.precision})` : `decimal_json(${type.precision}, ${type.scale})`
    case 'enum':
      return `enum_json(${type.values.map(pythonText).join(', ')})`
    case 'timestamp':
      return type.wire === 'iso8601' || type.wire === 'sql' ? `${type.wire}_json` : `epoch_${form}(${EPOCH_POWERS[type.wire]})`
    case 'list':
      return `list_json(${readerOf(type.element, isAvro)}${type.elementOptional ? ', nulls=True' : ''})`
    case 'record':
      return `record_json(${type.fields.map(field => fieldText(field, isAvro)).join(', ')})`
    case 'string':
    case 'boolean':
      return `${type.kind}_json`
    default:
      return `${type.kind}_${form}`
  }
}
