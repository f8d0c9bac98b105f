export * from './dead-letters'
export * from './shuffle-log'
export * from './sink'
export * from './state-store'
