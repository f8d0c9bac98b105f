/** What is deployed for a definition, as plain data: the one place that decides, for every tool. */
export type * from './catalog-plan'
export { planKinesisLambdaLake } from './lambda-lake'
export { METRIC_NAMESPACE, METRICS } from './metrics'
export type * from './plan'
export * from './references'
export type * from './settings'
export type { DeployedState, OutputState } from './state'
export * from './statements'
