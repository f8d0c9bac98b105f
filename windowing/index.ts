export { AGGREGATES } from './accumulators/aggregates'
export type { AggregateFactories } from './accumulators/outputs'
export * from './aggregate'
export {
  createMergeOperator,
  createPartialOperator,
  createWindowOperator,
  type OperatorFactories,
  operatorFactories,
} from './create'
export * from './input'
export * from './key'
export * from './operator'
export { StateError } from './state-error'
export { compareText } from './text-order'
export * from './window'
