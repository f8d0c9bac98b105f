import type { DataType, Field, Source } from '../../pipeline'
import { isAvro } from '../avro'
import { indented } from '../sql/select'
import { typeName } from './dialect'
import { membersText } from './members'
import { javaName, javaText } from './names'

const EPOCH_POWERS = { 'epoch-s': 3, 'epoch-ms': 0, 'epoch-us': -3, 'epoch-ns': -6 } as const

/** The classes that read records: `Event` and `Decode`. */
export function sourceText(source: Source): string {
  const { fields } = source
  // What Avro gives has its type already.
  const isTyped = isAvro(source)
  const time = fields.find(({ name }) => name === source.eventTime)
  if (time === undefined) throw new Error(`the event time '${source.eventTime}' is no field: validate the definition first`)
  const hasLists = isTyped && fields.some(({ type }) => type.kind === 'list' || type.kind === 'record')
  const components = fields.map(({ name, type }) => `${typeName(type)} ${javaName(name)}`)
  const reads = fields.map(field => (field === time ? 'time' : isTyped ? typedMember(field) : readMember('members', field)))
  return `/** An event, with the watermark before it (null for the first). */
record Event(long time, Long watermark, Place place${components.map(text => `, ${text}`).join('')}) {}

${hasLists ? '@SuppressWarnings("unchecked")\n' : ''}static final class Decode extends DecodeBase {
  @Override Map<String, Object> members(byte[] record) {
${indented(indented(membersText(source)))}
  }

  @Override long timeOf(Map<String, Object> members) {
    return ${isTyped ? typedMember(time) : readText(time.type, `eventTime(members, ${javaText(time.wireName)})`)};
  }

  @Override Event read(Map<String, Object> members, long time, Long watermark, Place place) {
    return new Event(time, watermark, place${reads.length === 0 ? '' : `,\n${indented(indented(indented(reads.join(',\n'))))}`});
  }
}`
}

function typedMember({ wireName, type }: Field): string {
  return `(${typeName(type)}) members.get(${javaText(wireName)})`
}

function readMember(members: string, { wireName, type, optional }: Field, depth = 0): string {
  const value = optional ? `${members}.get(${javaText(wireName)})` : `required(${members}, ${javaText(wireName)})`
  return readText(type, value, depth)
}

/** Java that reads a JSON value as a type; null stays null. */
export function readText(type: DataType, value: string, depth = 0): string {
  switch (type.kind) {
    case 'string':
      return `readString(${value})`
    case 'enum':
      return `readEnum(${[value, ...type.values.map(javaText)].join(', ')})`
    case 'boolean':
      return `readBoolean(${value})`
    case 'int64':
      return `readInt64(${value})`
    case 'double':
      return `readDouble(${value})`
    case 'decimal':
      return `readDecimal(${value}, ${type.precision}, ${type.scale})`
    case 'bytes':
      return `readBytes(${value})`
    case 'date':
      return `readDate(${value})`
    case 'timestamp':
      if (type.wire === 'iso8601') return `readTimeText(${value}, ISO_TIME)`
      return type.wire === 'sql' ? `readTimeText(${value}, SQL_TIME)` : `readEpoch(${value}, ${EPOCH_POWERS[type.wire]})`
    case 'list':
      return `readList(${value}, ${type.elementOptional}, element${depth} -> ${readText(type.element, `element${depth}`, depth + 1)})`
    case 'record': {
      const members = type.fields.map(field => `${javaText(field.name)}, ${readMember(`members${depth}`, field, depth + 1)}`)
      return `readRecord(${value}, members${depth} -> recordOf(${members.join(', ')}))`
    }
  }
}
