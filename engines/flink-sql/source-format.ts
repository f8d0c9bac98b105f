import type { Definition } from '../../pipeline'
import { avroSchema } from '../avro'
import { parameter } from '../parameters'
import type { TableOptions } from './variant'

/** Options of the source's table that say how its records are read. Flink makes the schema of Avro from the columns, but it has no enums: they come with the schema that is given. */
export function sourceFormat({ source }: Definition): TableOptions {
  switch (source.format) {
    case 'avro':
      return [['format', 'avro']]
    case 'avro-confluent':
      return [
        ['format', 'avro-confluent'],
        ['avro-confluent.url', parameter('schema_registry_url')],
        ['avro-confluent.schema', JSON.stringify(withoutTimes(avroSchema(source)))],
      ]
    default:
      return [
        ['format', 'json'],
        ['json.ignore-parse-errors', 'true'],
      ]
  }
}

/** Times as the integers that they are on the wire: Flink's own reading of them ends with 292 million years, and depends on an option. */
function withoutTimes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutTimes)
  if (typeof schema !== 'object' || schema === null) return schema
  const isTime = 'logicalType' in schema && String(schema.logicalType).startsWith('timestamp-')
  const members = Object.entries(schema).filter(([name]) => !name.startsWith('x-') && !(isTime && name === 'logicalType'))
  return Object.fromEntries(members.map(([name, value]) => [name, withoutTimes(value)]))
}
