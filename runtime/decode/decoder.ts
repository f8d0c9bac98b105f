import type { Source } from '../../pipeline'
import type { Decoder } from '../records'
import { AvroDecoder } from './avro/decoder'
import { CsvDecoder } from './csv/decoder'
import { JsonDecoder } from './json/decoder'
import { isValidUtf8, type Utf8Check } from './utf8'

const DEFAULT_CAPACITY = 4096
const MAX_CAPACITY = 1_048_576

/** Settings of a decoder. */
export interface DecoderOptions {
  /** Most records in one call, 1 to 1,048,576; default 4,096. Columns have this length. */
  readonly capacity?: number
  /** Whether bytes are UTF-8. The default is in JavaScript; a platform's own is several times as fast. */
  readonly validUtf8?: Utf8Check
}

/**
 * Makes a decoder for the source's format. Every record is checked in whole, against JSON, Avro or CSV and against all of the
 * source's fields; columns are made for `fields` only, so that what is a dead letter doesn't depend on them.
 *
 * @param fields names of top-level fields of the source, each at most once
 * @throws RangeError where a field or the event time is unknown, or the capacity is out of range
 */
export function createDecoder(source: Source, fields: readonly string[], options: DecoderOptions = {}): Decoder {
  const { capacity = DEFAULT_CAPACITY, validUtf8 = isValidUtf8 } = options
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY) {
    throw new RangeError(`got the capacity ${capacity}; it is an integer from 1 to ${MAX_CAPACITY}`)
  }
  const DecoderOfFormat = { json: JsonDecoder, avro: AvroDecoder, 'avro-confluent': AvroDecoder, csv: CsvDecoder }[source.format]
  return new DecoderOfFormat(source, [...fields], capacity, validUtf8)
}
