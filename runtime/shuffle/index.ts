export * from './log'
export * from './message'
export * from './route'
