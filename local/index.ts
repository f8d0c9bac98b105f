export { type Dashboard, Feed, startDashboard, type TickMessage } from './dashboard'
export { type PreparedEvents, partitionedFile, prepareEvents, readLineChunks, validUtf8 } from './events'
export { EmbeddedRun, type EmbeddedRunOptions, isProven, type RunListener } from './run'
export { DeltaSink, openTable, readTableFile } from './tables'
