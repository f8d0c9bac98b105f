export * from './pipeline'
