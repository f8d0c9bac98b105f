export { createProgram, type ProgramOptions } from './create'
export * from './program'
