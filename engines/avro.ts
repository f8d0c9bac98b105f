import { type Json, type Source, toAvro } from '../pipeline'

/** The Avro schema of a source, for engines that read by one; its name is the source's. */
export function avroSchema({ name, fields }: Source): Json {
  return toAvro(fields, name.replaceAll('-', '_'))
}

/** Whether records are Avro's binary encoding, plain or behind Confluent's header. */
export function isAvro({ format }: Source): boolean {
  return format === 'avro' || format === 'avro-confluent'
}
