/** All that the bundle of `merge` may name. */
export * from '../../../runtime/parts'
export { createMergeHandler } from '../create'
export { mergeHandler } from '../merge-handler'
