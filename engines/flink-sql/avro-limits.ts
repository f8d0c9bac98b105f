import { type DataType, isAvroEnum, type Source } from '../../pipeline'
import { isAvro } from '../avro'
import type { EngineIssue } from '../engine'

/** What Flink's readers of Avro can't do with a source, depending on where it runs. */
export function avroLimits(source: Source, variant: string): readonly EngineIssue[] {
  if (!isAvro(source)) return []
  const issues: EngineIssue[] = []
  const refuse = (path: string, reason: string, hint: string) => issues.push({ feature: 'limit', path, kind: 'not-written', reason, hint })
  if (variant === 'confluent-cloud')
    refuse('source.format', 'the service makes columns of the registered schema, with times as TIMESTAMP_LTZ', "use 'open-source'")
  if (variant === 'files' && source.format === 'avro-confluent')
    refuse('source.format', "Flink's files of Avro are object containers, whose records have no headers", "use the format 'avro'")
  for (const [index, { type, optional }] of source.fields.entries()) {
    const path = `source.fields[${index}].type`
    if (variant !== 'files' && losesNotNull(type, optional))
      refuse(
        path,
        'members of a row that may be null may be null themselves in Flink, so that a datum would be read by another schema',
        'make the members optional, or the record required',
      )
    if (variant === 'files' && source.format === 'avro' && hasEnum(type))
      refuse(path, "Flink's schemas have no enums, and containers are read by their own schema", 'write the value as a string')
    else if (source.format === 'avro-confluent' && hasEnum(type))
      refuse(
        path,
        'Avro finds an enum by its name, and the definition does not know what the registered schema calls it',
        'write the value as a string',
      )
    else if (source.format === 'avro' && type.kind !== 'enum' && hasEnum(type))
      refuse(path, 'enums inside of lists and records are not looked up by their index', 'take the enum out of it')
  }
  return issues
}

/** Whether a record that may be null has members that may not (seen on Flink 2.1.1: the derived schema has unions with null for them). */
function losesNotNull(type: DataType, optional: boolean): boolean {
  if (type.kind === 'list') return losesNotNull(type.element, type.elementOptional)
  if (type.kind !== 'record') return false
  return type.fields.some(field => (optional && !field.optional) || losesNotNull(field.type, field.optional))
}

/** Whether there is an enum that is written as its index. */
function hasEnum(type: DataType): boolean {
  if (type.kind === 'list') return hasEnum(type.element)
  if (type.kind === 'record') return type.fields.some(field => hasEnum(field.type))
  return type.kind === 'enum' && isAvroEnum(type.values)
}
