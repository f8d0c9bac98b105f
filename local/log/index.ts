export { type LoggedRecord, LogReader } from './log-reader'
export { LogWriter } from './log-writer'
