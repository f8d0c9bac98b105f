export type { ProgressMessage, WorkerMessage, WorkerSettings } from './messages'
