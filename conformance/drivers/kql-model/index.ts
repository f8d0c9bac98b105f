import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installModel } from './install'
import { runOnModel } from './run'

export const kqlModelDriver: Driver = {
  name: 'kql-model',
  engine: { name: 'kql', variant: 'query' },
  runs: 'a model of the documented rules of the Kusto Query Language',
  differences: DIFFERENCES,
  install: installModel,
  run: runOnModel,
}
