export { partitionedFile } from './partitioned-file'
export { type PreparedEvents, prepareEvents } from './prepare-events'
export { readLineChunks } from './read-lines'
export { validUtf8 } from './valid-utf8'
