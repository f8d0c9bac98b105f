/** All that the bundle of `process` may name. */
export * from '../../../runtime/parts'
export { createHandler } from '../create'
export { processHandler } from '../handler'
