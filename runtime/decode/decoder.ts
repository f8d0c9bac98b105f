import type { Source } from '../../pipeline'
import type { Decoder } from '../records'
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

export type DecoderClass = new (source: Source, fields: readonly string[], capacity: number, validUtf8: Utf8Check) => Decoder

/** As `createDecoder`, of a format whose decoder is known. */
export function decoderOf(
  DecoderOfFormat: DecoderClass,
  source: Source,
  fields: readonly string[],
  { capacity = DEFAULT_CAPACITY, validUtf8 = isValidUtf8 }: DecoderOptions = {},
): Decoder {
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY) {
    throw new RangeError(`got the capacity ${capacity}; it is an integer from 1 to ${MAX_CAPACITY}`)
  }
  return new DecoderOfFormat(source, [...fields], capacity, validUtf8)
}
