export { createDecoder, type DecoderOptions } from './decoder'
export { type LogRecord, recordBatchFromLines, recordBatchOf } from './record-batch'
export type { Utf8Check } from './utf8'
