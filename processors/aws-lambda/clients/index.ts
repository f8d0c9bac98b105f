export type * from './bucket'
export type * from './queue'
export type * from './stream'
export type * from './table'
