import type { Source, SourceFormat } from '../../pipeline'
import type { Decoder } from '../records'
import { AvroDecoder } from './avro/decoder'
import { CsvDecoder } from './csv/decoder'
import { type DecoderClass, type DecoderOptions, decoderOf } from './decoder'
import { JsonDecoder } from './json/decoder'

/** The decoder of each format. */
export const DECODERS: Readonly<Record<SourceFormat, DecoderClass>> = {
  json: JsonDecoder,
  avro: AvroDecoder,
  'avro-confluent': AvroDecoder,
  csv: CsvDecoder,
}

/**
 * Makes a decoder for the source's format. Every record is checked in whole, against JSON, Avro or CSV and against all of the
 * source's fields; columns are made for `fields` only, so that what is a dead letter doesn't depend on them.
 *
 * @param fields names of top-level fields of the source, each at most once
 * @throws RangeError where a field or the event time is unknown, or the capacity is out of range
 */
export function createDecoder(source: Source, fields: readonly string[], options: DecoderOptions = {}): Decoder {
  return decoderOf(DECODERS[source.format], source, fields, options)
}
