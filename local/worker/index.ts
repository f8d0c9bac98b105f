export type { ParentMessage, ProgressMessage, WorkerMessage, WorkerSettings } from './messages'
