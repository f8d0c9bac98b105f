export * from './aggregate'
export * from './input'
export * from './operator'
export * from './window'
