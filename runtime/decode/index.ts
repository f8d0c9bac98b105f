export { type DecoderClass, type DecoderOptions, decoderOf } from './decoder'
export { createDecoder, DECODERS } from './formats'
export { type LogRecord, recordBatchFromLines, recordBatchOf } from './record-batch'
export type { Utf8Check } from './utf8'
